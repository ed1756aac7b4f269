using System;
using System.IO;
using System.Text;
using System.Text.Json;
using RnnGen.Interop;

namespace RnnGen.Reports;

/// <summary>
/// Writes reports: one HTML file with everything in it, which opens from the disk and needs no network. Equal reports become equal
/// bytes.
/// </summary>
public static class HtmlReport
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a report as a whole: a reader finds the old file or the new one, never a part of one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="report">What it shows.</param>
    /// <exception cref="ArgumentException">A part of the report does not fit the others.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(string path, TrainingReport report)
    {
        byte[] html = Encoding.GetBytes(ToHtml(report));
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    /// <summary>The report as the text of an HTML file in UTF-8.</summary>
    /// <param name="report">What it shows.</param>
    /// <exception cref="ArgumentException">A part of the report does not fit the others.</exception>
    public static string ToHtml(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        HtmlWriter html = new();
        PageWriter page = new(html);
        Head(html, report.Title);
        page.Body(report);
        Scripts(html, page.Data);
        return html.ToString();
    }

    private static void Head(HtmlWriter html, string title)
    {
        html.Line($"<!doctype html>");
        html.Line($"<html lang=\"en\">");
        html.Line($"<head>");
        html.Line($"<meta charset=\"utf-8\">");

        // Nothing is fetched, and no script runs but the two of this file, whatever its text may hold.
        html.Part($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ");
        html.Line($"script-src {Assets.Hash(Assets.ChartScript)} {Assets.Hash(Assets.Script)}\">");
        html.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Line($"<meta name=\"color-scheme\" content=\"light dark\">");
        html.Line($"<title>{title}</title>");
        html.Verbatim($"<style>{Assets.ChartStyle}</style>\n<style>{Assets.Style}</style>\n</head>\n");
    }

    private static void Scripts(HtmlWriter html, ReportData data)
    {
        html.Verbatim(
            $"<script type=\"application/json\" "
            + $"id=\"report-data\">{JsonSerializer.Serialize(data, ReportDataContext.Default.ReportData)}</script>\n");
        html.Verbatim(
            $"<!-- uPlot:\n{Assets.ChartLicense.Trim()}\n-->\n<script>{Assets.ChartScript}</script>\n<script>{Assets.Script}</script>\n"
            + $"</body>\n</html>\n");
    }
}
