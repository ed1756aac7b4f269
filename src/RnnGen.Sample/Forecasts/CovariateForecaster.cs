using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Forecasts;

/// <summary>Forecasts from the past, from what is known ahead, and from what never changes within a series.</summary>
internal sealed class CovariateForecaster : IForecaster
{
    private const int Horizon = ForecastNetwork.Horizon;

    private readonly CovariateNetwork _network;

    /// <summary>Creates the network.</summary>
    /// <param name="series">What is forecast.</param>
    /// <param name="options">How.</param>
    /// <exception cref="CommandFailure">The past is not whole days, or too many of them.</exception>
    public CovariateForecaster(ForecastSeries series, ForecastOptions options)
    {
        // Both sides have a step for each value ahead: a longer past stands side by side in them, the newest first.
        int days = options.Steps / Horizon;
        if (options.Steps % Horizon != 0 || days > CovariateNetwork.MostDays)
        {
            throw new CommandFailure(
                $"--steps is {options.Steps}; with --static or --future it must be a multiple of {Horizon}, "
                + $"and at most {CovariateNetwork.MostDays * Horizon}.");
        }

        Windows = new WindowOptions
        {
            InputSteps = Horizon,
            Horizon = Horizon,
            TargetsEveryStep = true,
            Lags = [.. Enumerable.Range(0, days).Select(day => day * Horizon)],
            Inputs = [series.Column, .. options.Future],
            FutureInputs = options.Future,
            StaticInputs = options.Static,
            Targets = [series.Column],
        };
        _network = new CovariateNetwork(options.Training.Seed);
    }

    public WindowOptions Windows { get; }

    public IRnnModel Model => _network;

    public int OutputSize => Horizon * CovariateNetwork.OutputSize;

    public ISupervisedTrainer CreateTrainer(int threads) => _network.CreateTrainer(threads);

    public ISequenceSet Read(SlidingWindows windows) => new NetworkWindows(windows, Windows);

    public (float Mean, float LogVariance) At(ReadOnlySpan<float> output, int step) => (output[2 * step], output[(2 * step) + 1]);

    /// <summary>Windows in the columns of the network's inputs; those that there are not are zeros.</summary>
    private sealed class NetworkWindows(SlidingWindows windows, WindowOptions options) : ISequenceSet
    {
        private const int Width = 1 + CovariateNetwork.MostFuture;

        public SequenceShape Shape { get; } = windows.Shape with
        {
            Features = (CovariateNetwork.MostDays * Width) + CovariateNetwork.MostFuture,
            SequenceFeatures = CovariateNetwork.MostStatic,
        };

        public IReadOnlyDictionary<string, string> Settings => windows.Settings;

        public int Count => windows.Count;

        public int Length(int index) => windows.Length(index);

        public void Write(int index, BatchRow row)
        {
            int future = options.FutureInputs.Count, columns = 1 + future;
            Span<float> inputs = stackalloc float[Horizon * windows.Shape.Features];
            windows.Write(index, row with { Inputs = inputs, SequenceInputs = row.SequenceInputs[..windows.Shape.SequenceFeatures] });
            row.SequenceInputs[windows.Shape.SequenceFeatures..].Clear();
            row.Inputs.Clear();
            for (int step = 0; step < Horizon; step++)
            {
                ReadOnlySpan<float> from = inputs.Slice(step * windows.Shape.Features, windows.Shape.Features);
                Span<float> to = row.Inputs.Slice(step * Shape.Features, Shape.Features);
                for (int day = 0; day < options.Lags.Count; day++)
                {
                    from.Slice(day * columns, columns).CopyTo(to[(day * Width)..]);
                }

                from[(options.Lags.Count * columns)..].CopyTo(to[(CovariateNetwork.MostDays * Width)..]);
            }
        }
    }
}
