using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Threading;
using Spectre.Console;

namespace RnnGen.Sample.Mnist;

/// <summary>The table at the end: static beside dynamic.</summary>
internal static class ComparisonTable
{
    /// <summary>What the table's rows mean where their names do not say it.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "generator: in this process, on the declaration of the one class; later runs: the median, each from nothing",
        "first call: the first training step, JIT included",
        "A tiny network went through generator and training before, so that the code that all networks share was compiled for both.",
        "training step: forward, loss, backward, Adam; the median after the first 20 steps",
    ];

    private const string NotMeasured = "not measured";

    /// <summary>Makes the table.</summary>
    /// <param name="reports">The networks, one a column.</param>
    public static Table Create(IReadOnlyList<ModeReport> reports)
    {
        Table table = new();
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (ModeReport report in reports)
        {
            table.AddColumn(new TableColumn(report.Training.Network.Mode).RightAligned());
        }

        Row("generated source", report => report.Generator is { } generator ? $"{generator.Bytes:N0} bytes" : NotMeasured);
        Row("generated methods", report => report.Generator is { } generator ? $"{generator.Methods}" : NotMeasured);
        Row("generator, first run", report => report.Generator is { } generator ? $"{generator.FirstMilliseconds:0.0} ms" : NotMeasured);
        Row("generator, later runs", report => report.Generator is { } generator ? $"{generator.WarmMilliseconds:0.0} ms" : NotMeasured);
        Row("first call", report => $"{report.Training.FirstCallMilliseconds:0.0} ms");
        Row($"training step, {Threads(WorkerTeam.DefaultThreads)}", report => $"{report.Training.StepMilliseconds:0.0} ms");
        Row("training step, 1 thread (best)", report => $"{report.OneThread.StepMilliseconds:0.0} ms");
        Row("  of the FMA peak of 1 thread", report => $"{report.OneThread.Percent:0.0} %");
        Row("held for activations", report => $"{report.Training.ActivationBytes:N0} bytes");
        Row("longest sequence", report => report.Training.Model.Description.Steps is int steps ? $"{steps} steps" : "any");
        Row("test accuracy", report => $"{report.Training.TestAccuracy:0.0000}");
        Row("parameters (SHA-256)", report => report.Training.ParametersSha256[..16]);
        if (reports.Count > 1)
        {
            Row("parameters bit-identical", _ => AreIdentical(reports) ? "yes" : "NO");
        }

        return table;

        void Row(string name, Func<ModeReport, string> value) =>
            table.AddRow([name, .. reports.Select(report => Markup.Escape(value(report)))]);
    }

    /// <summary>Whether all networks were trained to the same parameters, to the bit.</summary>
    /// <param name="reports">The networks.</param>
    public static bool AreIdentical(IReadOnlyList<ModeReport> reports) =>
        reports.All(report => report.Training.HasParametersOf(reports[0].Training));

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
