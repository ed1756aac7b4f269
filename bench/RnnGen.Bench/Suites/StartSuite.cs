using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Processes;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>From the start of a process to its first prediction, under the JIT and compiled natively.</summary>
internal sealed class StartSuite : ISuite
{
    private static readonly string[] Arguments = ["nothing", "static", "dynamic"];

    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-start-").FullName;
        try
        {
            List<Case> cases = [];
            foreach (bool native in new[] { false, true })
            {
                string kind = native ? "NativeAOT" : "JIT";
                try
                {
                    Started program = Started.Publish(Path.Combine(folder, kind), native);
                    cases.AddRange(Arguments.Select(argument => new Case(kind, argument, program, context.Settings.Samples)));
                }
                catch (InvalidOperationException problem)
                {
                    context.Output.WriteLine($"start, {kind}: skipped. {problem.Message}");
                }
            }

            Measure(context, cases);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Measure(SuiteContext context, List<Case> cases)
    {
        // The first round reads the files from the disk.
        for (int round = -1; round < context.Settings.Samples; round++)
        {
            foreach (Case one in cases)
            {
                (double wall, double prediction) = one.Program.Measure(one.Argument);
                if (round >= 0)
                {
                    // A process of its own: whether it waited for a processor is not known.
                    one.Walls.Add(wall, 0);
                    one.Predictions.Add(prediction, 0);
                }
            }
        }

        foreach (Case one in cases)
        {
            bool predicts = one.Argument != Arguments[0];
            string what = !predicts ? "no prediction" : $"first prediction, lstm128-gru256 T28 B1 {one.Argument}";
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = $"{one.Kind}: {what}",
                Threads = 1,
                OursMs = one.Walls.Time,
                FirstCallMs = predicts ? one.Predictions.Time : null,
            });
        }
    }

    private sealed record Case(string Kind, string Argument, Started Program, int Samples)
    {
        public Samples Walls { get; } = new(Samples);

        public Samples Predictions { get; } = new(Samples);
    }
}
