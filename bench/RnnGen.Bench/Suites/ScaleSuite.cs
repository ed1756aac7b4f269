using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Models;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>How a training step grows with threads, rows, steps and units: the time of an operation should stay the same.</summary>
internal sealed class ScaleSuite : ISuite
{
    private static readonly int[] Batches = [32, 64, 128, 256, 512, 1024], FewBatches = [32, 64];
    private static readonly int[] Lengths = [28, 100, 300, 1000], FewLengths = [28, 100];

    private static readonly Func<ITrainableModel>[] Widths =
    [
        static () => new Lstm32(), static () => new Lstm64(), static () => new Lstm128(), static () => new Lstm256(),
        static () => new Lstm512(), static () => new Lstm1024(),
    ];

    /// <inheritdoc/>
    public string Name => "scale";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        int several = Math.Max(2, context.Threads);
        Case[] threads = [.. new[] { 1, several }.Select(count => new Case(new SeedDynamic(), context.Quick ? 32 : 128, 28, count))];
        IReadOnlyList<double> peaks = Measure(context, "threads", threads);
        double ours = context.Rows[^2].OursMs / context.Rows[^1].OursMs, bare = peaks[^1] / peaks[0];
        context.Rows[^1] = context.Rows[^1] with { SpeedupFraction = ours / bare };
        context.Output.WriteLine(
            $"{several} threads over 1: training step {ours:0.00} times as fast, bare multiply-adds {bare:0.00}, ratio {ours / bare:0.00}");

        Measure(context, "batch", [.. (context.Quick ? FewBatches : Batches).Select(batch => new Case(new SeedDynamic(), batch, 28, 1))]);
        Measure(context, "steps", [.. (context.Quick ? FewLengths : Lengths).Select(steps => new Case(new SeedDynamic(), 32, steps, 1))]);
        Measure(context, "units", [.. (context.Quick ? Widths.Take(2) : Widths).Select(create => new Case(create(), 32, 28, 1))]);
    }

    /// <summary>Races the cases of a group against each other, so that a slow moment is one for all of them.</summary>
    private IReadOnlyList<double> Measure(SuiteContext context, string group, IReadOnlyList<Case> cases)
    {
        OurWork[] works = [.. cases.Select(one => OurWork.Training(one.Model, one.Batch, one.Steps, one.Threads))];
        int[] threads = [.. cases.Select(one => one.Threads).Distinct()];
        RaceResult result = Race.Run([.. works.Select(work => new Contender(work.Work.Name, work.Run))], threads, context.Settings);
        context.Observe(result.Waiting);
        for (int i = 0; i < works.Length; i++)
        {
            double gigaflops = works[i].Flop / result.Milliseconds[i] / 1e6;
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = $"{group}: {works[i].Work.Name}",
                Threads = cases[i].Threads,
                OursMs = result.Milliseconds[i],
                Gigaflops = gigaflops,
                PeakFraction = gigaflops / result.PeakGigaflops[Array.IndexOf(threads, cases[i].Threads)],
                AllocatedBytes = Allocations.PerCall(works[i].Run, result.Milliseconds[i]),
                NsPerFlop = 1 / gigaflops,
            });
        }

        return result.PeakGigaflops;
    }

    private sealed record Case(ITrainableModel Model, int Batch, int Steps, int Threads);
}
