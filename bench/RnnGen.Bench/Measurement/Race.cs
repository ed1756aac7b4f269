using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime;
using System.Threading;

namespace RnnGen.Bench.Measurement;

/// <summary>What a race came to.</summary>
/// <param name="Milliseconds">Of one call of each contender, the lower quartile.</param>
/// <param name="PeakGigaflops">Of bare multiply-adds between the samples, for each number of threads the upper quartile.</param>
/// <param name="Waiting">The largest share of a sample that threads have spent waiting for a processor.</param>
internal sealed record RaceResult(IReadOnlyList<double> Milliseconds, IReadOnlyList<double> PeakGigaflops, double Waiting);

/// <summary>
/// Times contenders in turn, a sample of each, then again: a machine that is slower for a while is so for all of them, and the
/// lower quartile leaves out the samples during which something happened.
/// </summary>
internal static class Race
{
    /// <summary>A call beyond this makes few samples: each is an average over many time slices.</summary>
    private const double LongCallMilliseconds = 100;

    private const int LeastSamples = 15;

    /// <summary>Rounds on a busy machine, for each one on an idle machine.</summary>
    private const int Patience = 3;

    /// <summary>Runs the race.</summary>
    /// <param name="contenders">At least one.</param>
    /// <param name="peakThreads">Threads of the peaks.</param>
    /// <param name="settings">How long to measure.</param>
    public static RaceResult Run(IReadOnlyList<Contender> contenders, IReadOnlyList<int> peakThreads, RaceSettings settings)
    {
        GC.Collect();
        (int Count, double Milliseconds)[] settled = [.. contenders.Select(contender => WarmUp.Settle(contender, settings))];
        bool isLong = settled.Max(contender => contender.Milliseconds) > LongCallMilliseconds;
        int rounds = isLong ? Math.Min(settings.Samples, LeastSamples) : settings.Samples;
        int peakRounds = (rounds + settings.RoundsPerPeak - 1) / settings.RoundsPerPeak;
        Samples[] times = [.. contenders.Select(_ => new Samples(rounds))], peaks = [.. peakThreads.Select(_ => new Samples(peakRounds))];
        GCLatencyMode latency = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        for (int round = 0; round < Patience * rounds && !times.Concat(peaks).All(samples => samples.IsComplete); round++)
        {
            for (int i = 0; i < contenders.Count; i++)
            {
                Thread.Sleep(settings.PauseMilliseconds);
                Time(contenders[i], settled[i].Count, times[i]);
            }

            if (round % settings.RoundsPerPeak != 0)
            {
                continue;
            }

            Thread.Sleep(settings.PauseMilliseconds);
            for (int i = 0; i < peakThreads.Count; i++)
            {
                double gigaflops = 0;
                (_, double waiting) = Waiting.Time(() => gigaflops = ThreadPeak.Measure(peakThreads[i]));
                peaks[i].Add(gigaflops, waiting);
            }
        }

        GCSettings.LatencyMode = latency;
        return new RaceResult(
            [.. times.Select(time => time.Time)], [.. peaks.Select(peak => peak.Rate)], times.Max(time => time.Waiting));
    }

    private static void Time(Contender contender, int count, Samples samples)
    {
        contender.Prepare?.Invoke();

        // Caches, clock and thread pools come to what they are in the midst of work.
        contender.Run(Math.Max(1, count / 4));
        (double milliseconds, double waiting) = Waiting.Time(() => contender.Run(count));
        samples.Add(milliseconds / count, waiting);
    }
}
