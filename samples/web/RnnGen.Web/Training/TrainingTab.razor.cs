using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using RnnGen.Web.Networks.Waves;

namespace RnnGen.Web.Training;

/// <summary>The tab in which a network is trained.</summary>
public sealed partial class TrainingTab
{
    private const int Window = 20, Most = 800, ShownWaves = 8;

    private static readonly string[] Rates = ["0.001", "0.003", "0.01", "0.03"];

    /// <summary>Longer than a step, shorter than what a person notices: between two slices the page answers.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(40);

    // After each step the mean of the last losses.
    private readonly List<float> _smoothed = [];
    private string _rate = Rates[1];
    private ulong _seed = 1;
    private WaveTraining _training;
    private double _milliseconds;
    private bool _isRunning;

    /// <summary>Begins with a network that has learned nothing.</summary>
    public TrainingTab() => _training = Create();

    /// <summary>Steps on the axes, which are doubled when there are more.</summary>
    private int Shown
    {
        get
        {
            int steps = 100;
            while (steps < _training.Losses.Count)
            {
                steps *= 2;
            }

            return steps;
        }
    }

    private Task ToggleAsync()
    {
        _isRunning = !_isRunning;
        return _isRunning ? RunAsync() : Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        WaveTraining training = _training;
        while (_isRunning && training == _training && training.Losses.Count < Most)
        {
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Slice && training.Losses.Count < Most;)
            {
                long step = Stopwatch.GetTimestamp();
                training.Step();
                _milliseconds += Stopwatch.GetElapsedTime(step).TotalMilliseconds;
                _smoothed.Add(training.Losses.TakeLast(Window).Average());
            }

            StateHasChanged();
            await Task.Delay(1);
        }

        if (training == _training)
        {
            _isRunning = false;
        }
    }

    private void Reset()
    {
        _seed++;
        _training = Create();
    }

    private void SetRate(ChangeEventArgs change)
    {
        _rate = (string)change.Value!;
        _training = Create();
    }

    private WaveTraining Create()
    {
        (_isRunning, _milliseconds) = (false, 0);
        _smoothed.Clear();
        return new WaveTraining(_seed, float.Parse(_rate, CultureInfo.InvariantCulture));
    }

    private string WavePoints(int wave)
    {
        float[] values = _training.HeldOut.Values.Slice(wave * WaveSet.Steps, WaveSet.Steps).ToArray();
        return string.Join(' ', values.Select((value, step) => $"{step},{-Math.Clamp(value, -2, 2):0.00}"));
    }
}
