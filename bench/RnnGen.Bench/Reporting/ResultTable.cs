using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace RnnGen.Bench.Reporting;

/// <summary>Results for people.</summary>
internal static class ResultTable
{
    /// <summary>Wider than any row: a pipe has no right margin.</summary>
    private const int Width = 500;

    /// <summary>One result as a line, while others are still to come.</summary>
    /// <param name="row">The result.</param>
    public static string Line(BenchRow row) => string.Join(
        "  ",
        new[]
        {
            $"{row.Suite}: {row.Case}",
            $"{row.Threads} thr",
            $"ours {Time(row.OursMs)}",
            row.PeerMs is { } peer ? $"{row.Peer} {Time(peer)}" : "",
            Number(row.Ratio, "ratio {0:0.00}"),
            Number(100 * row.PeakFraction, "{0:0} % of peak"),
            Number(100 * row.Share, "{0:0.0} % of the step"),
            Number(row.AllocatedBytes, "{0:N0} B"),
            Number(row.StaticOverDynamic, "static/dynamic {0:0.00}"),
            row.StepMs is { } step ? $"{Time(step)} a step" : "",
            Number(row.StepOverFirst, "{0:0.00} times the first"),
        }.Where(part => part.Length > 0));

    /// <summary>Writes all results.</summary>
    /// <param name="rows">The results.</param>
    /// <param name="writer">Receives the table.</param>
    public static void Write(IReadOnlyList<BenchRow> rows, TextWriter writer)
    {
        foreach (IGrouping<string, BenchRow> suite in rows.GroupBy(row => row.Suite))
        {
            Table table = new() { Border = TableBorder.Ascii, Title = new TableTitle(suite.Key) };
            (string Header, string[] Cells)[] columns = [.. Columns([.. suite]).Where(column => column.Cells.Any(cell => cell.Length > 0))];
            foreach ((string header, _) in columns)
            {
                Justify alignment = header == "case" ? Justify.Left : Justify.Right;
                table.AddColumn(new TableColumn(Markup.Escape(header)) { Alignment = alignment, NoWrap = true });
            }

            for (int i = 0; i < suite.Count(); i++)
            {
                table.AddRow([.. columns.Select(column => Markup.Escape(column.Cells[i]))]);
            }

            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            });
            console.Profile.Width = Width;
            console.Write(table);
        }
    }

    private static IEnumerable<(string Header, string[] Cells)> Columns(BenchRow[] rows)
    {
        yield return ("case", [.. rows.Select(row => row.Case)]);
        yield return ("threads", [.. rows.Select(row => Number(row.Threads, "{0}"))]);
        yield return ("ours", [.. rows.Select(row => Time(row.OursMs))]);
        yield return ("peer", [.. rows.Select(row => row.Peer)]);
        yield return ("peer's", [.. rows.Select(row => row.PeerMs is { } peer ? Time(peer) : "")]);
        yield return ("ratio", [.. rows.Select(row => Number(row.Ratio, "{0:0.00}"))]);
        yield return ("GFLOP/s", [.. rows.Select(row => Number(row.Gigaflops, "{0:0.0}"))]);
        yield return ("of peak", [.. rows.Select(row => Number(100 * row.PeakFraction, "{0:0} %"))]);
        yield return ("share", [.. rows.Select(row => Number(100 * row.Share, "{0:0.0} %"))]);
        yield return ("around products", [.. rows.Select(row => row.AroundMs is { } around ? Time(around) : "")]);
        yield return ("allocated", [.. rows.Select(row => Number(row.AllocatedBytes, "{0:N0} B"))]);
        yield return ("held", [.. rows.Select(row => Number(row.HeldBytes, "{0:N0} B"))]);
        yield return ("static/dynamic", [.. rows.Select(row => Number(row.StaticOverDynamic, "{0:0.00}"))]);
        yield return ("of FMA's speedup", [.. rows.Select(row => Number(row.SpeedupFraction, "{0:0.00}"))]);
        yield return ("ns/FLOP", [.. rows.Select(row => Number(row.NsPerFlop, "{0:0.0000}"))]);
        yield return ("a step", [.. rows.Select(row => row.StepMs is { } step ? Time(step) : "")]);
        yield return ("of the first", [.. rows.Select(row => Number(row.StepOverFirst, "{0:0.00}"))]);
        yield return ("source", [.. rows.Select(row => Number(row.SourceBytes, "{0:N0} B"))]);
        yield return ("IL", [.. rows.Select(row => Number(row.IlBytes, "{0:N0} B"))]);
        yield return ("first call", [.. rows.Select(row => row.FirstCallMs is { } first ? Time(first) : "")]);
    }

    private static string Number(double? value, string format) =>
        value is { } number ? string.Format(CultureInfo.InvariantCulture, format, number) : "";

    private static string Time(double milliseconds) => milliseconds switch
    {
        >= 1 => $"{milliseconds:0.00} ms",
        >= 1e-2 => $"{1e3 * milliseconds:0.0} µs",
        >= 1e-4 => $"{1e6 * milliseconds:0} ns",
        _ => $"{1e6 * milliseconds:0.00} ns",
    };
}
