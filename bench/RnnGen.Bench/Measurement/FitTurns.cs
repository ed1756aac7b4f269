using System;
using System.Diagnostics;
using RnnGen.Training;

namespace RnnGen.Bench.Measurement;

/// <summary>
/// Times the steps of one <c>Fit</c> and other work in turns, from within: what <c>Fit</c> does once at its beginning is not part of it,
/// and the turns may be as short as wanted.
/// </summary>
/// <param name="other">Runs the other work so many times.</param>
/// <param name="count">Steps, and calls of the other work, of a turn.</param>
/// <param name="rounds">Turns of each that count.</param>
/// <param name="threads">Threads of the peak.</param>
internal sealed class FitTurns(Action<int> other, int count, int rounds, int threads) : FitCallback
{
    /// <summary>The first turns warm up.</summary>
    private const int WarmUpRounds = 3;

    private readonly Samples _fit = new(rounds), _other = new(rounds), _peak = new(1 + (rounds / RaceSettings.Fine.RoundsPerPeak));
    private int _steps, _round = -WarmUpRounds;
    private long _start = Stopwatch.GetTimestamp();
    private double _waited = Waiting.Milliseconds();

    /// <summary>Times of a step of <c>Fit</c>, then of the other work; the peak.</summary>
    public RaceResult Result => new([_fit.Time, _other.Time], [_peak.Rate], Math.Max(_fit.Waiting, _other.Waiting));

    /// <inheritdoc/>
    public override void OnStep(FitContext fit)
    {
        if (++_steps < count)
        {
            return;
        }

        double milliseconds = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        double waiting = Math.Clamp((Waiting.Milliseconds() - _waited) / milliseconds, 0, 1);
        (double others, double othersWaiting) = Waiting.Time(() => other(count));
        if (_round >= 0)
        {
            _fit.Add(milliseconds / count, waiting);
            _other.Add(others / count, othersWaiting);
        }

        if (_round % RaceSettings.Fine.RoundsPerPeak == 0)
        {
            double gigaflops = 0;
            (_, double disturbed) = Waiting.Time(() => gigaflops = ThreadPeak.Measure(threads));
            _peak.Add(gigaflops, disturbed);
        }

        if (++_round == rounds)
        {
            fit.Stop("all turns are taken");
        }

        _steps = 0;
        _waited = Waiting.Milliseconds();
        _start = Stopwatch.GetTimestamp();
    }
}
