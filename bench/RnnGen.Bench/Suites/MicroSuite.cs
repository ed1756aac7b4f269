using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Micro;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>The parts of which passes are made, by BenchmarkDotNet: functions, matrix products, the gates' arithmetic.</summary>
internal sealed class MicroSuite : ISuite
{
    private static readonly Dictionary<string, (string Case, double Flop, int Units)> Cases = new()
    {
        [nameof(FunctionBenchmarks.Tanh)] = ("tanh, an element", 0, 1),
        [nameof(FunctionBenchmarks.Sigmoid)] = ("sigmoid, an element", 0, 1),
        [nameof(FunctionBenchmarks.Exp)] = ("exp, an element", 0, 1),
        [nameof(StageBenchmarks.ProductForward)] = ("product 128x512x2048, forward", StageBenchmarks.ProductFlop, 1),
        [nameof(StageBenchmarks.ProductWeightGradients)] = ("product 128x512x2048, weight gradients", StageBenchmarks.ProductFlop, 1),
        [nameof(StageBenchmarks.ProductBothGradients)] = ("product 128x512x2048, both gradients", 2 * StageBenchmarks.ProductFlop, 1),
        [nameof(StageBenchmarks.LstmForward)] = ("lstm, forward, a unit", 0, StageBenchmarks.Units),
        [nameof(StageBenchmarks.LstmBackward)] = ("lstm, backward, a unit", 0, StageBenchmarks.Units),
        [nameof(StageBenchmarks.GruForward)] = ("gru, forward, a unit", 0, StageBenchmarks.Units),
        [nameof(StageBenchmarks.GruBackward)] = ("gru, backward, a unit", 0, StageBenchmarks.Units),
    };

    /// <inheritdoc/>
    public string Name => "micro";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        DirectoryInfo artifacts = Directory.CreateTempSubdirectory("rnngen-micro-");
        try
        {
            Run(context, artifacts.FullName);
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private void Run(SuiteContext context, string artifacts)
    {
        // In this process: a project of its own would copy the peers' native libraries, more than a gigabyte, for each run.
        Job job = (context.Quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty().AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance).WithArtifactsPath(artifacts);
        Samples peaks = new(context.Settings.Samples);
        for (int i = 0; i < context.Settings.Samples; i++)
        {
            peaks.Add(ThreadPeak.Measure(1), 0);
        }

        IEnumerable<BenchmarkReport> reports = BenchmarkRunner.Run([typeof(FunctionBenchmarks), typeof(StageBenchmarks)], config)
            .SelectMany(summary => summary.Reports);
        foreach (BenchmarkReport report in reports)
        {
            (string name, double flop, int units) = Cases[report.BenchmarkCase.Descriptor.WorkloadMethod.Name];
            double nanoseconds = report.ResultStatistics?.Q1
                ?? throw new InvalidOperationException($"BenchmarkDotNet could not measure {name}.");
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = name,
                Threads = 1,
                OursMs = nanoseconds / units / 1e6,
                Gigaflops = flop == 0 ? null : flop / nanoseconds,
                PeakFraction = flop == 0 ? null : flop / nanoseconds / peaks.Rate,
            });
        }
    }
}
