using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Bench.Generation;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Processes;
using RnnGen.Bench.Reporting;
using RnnGen.Sample.Measurement;

namespace RnnGen.Bench.Suites;

/// <summary>Time and memory of the generator itself: what a build and a keystroke in an editor pay.</summary>
internal sealed class GenerateSuite : ISuite
{
    private const int WarmUpRuns = 5, Processes = 5;

    private static readonly int[] Counts = [1, 10, 100];

    /// <inheritdoc/>
    public string Name => "generate";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (int count in context.Quick ? Counts.AsSpan(0, 1) : Counts)
        {
            string models = count == 1 ? "1 model" : $"{count} models";
            if (!context.Wants(models))
            {
                continue;
            }

            double[] first = [.. Enumerable.Range(0, context.Quick ? 1 : Processes).Select(_ =>
                FreshProcess.Number(GeneratorRuns.FirstCommand, count.ToString(CultureInfo.InvariantCulture)))];
            context.Add(Row($"{models}, first run of a process", Quartiles.Lower(first)));

            GeneratorRuns runs = new(count);
            Measure(context, $"{models}, cold", runs.Cold, runs.HeldBytes());
            Measure(context, $"{models}, after an edit elsewhere", runs.EditElsewhere, null);
            Measure(context, $"{models}, after an edit of one", runs.EditOne, null);
        }
    }

    private void Measure(SuiteContext context, string name, Func<GeneratorRun> run, long? heldBytes)
    {
        for (int i = 0; i < WarmUpRuns; i++)
        {
            run();
        }

        Samples times = new(context.Settings.Samples);
        List<double> bytes = [];
        for (int i = 0; i < context.Settings.Samples; i++)
        {
            GC.Collect();
            GeneratorRun result = run();
            times.Add(result.Milliseconds, result.Waiting);
            bytes.Add(result.Bytes);
        }

        context.Observe(times.Waiting);
        context.Add(Row(name, times.Time) with { AllocatedBytes = (long)Statistics.Median([.. bytes]), HeldBytes = heldBytes });
    }

    private BenchRow Row(string name, double milliseconds) => new() { Suite = Name, Case = name, Threads = 1, OursMs = milliseconds };
}
