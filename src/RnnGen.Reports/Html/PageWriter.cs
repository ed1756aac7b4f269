using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>The body of a page: its parts in order, and the data that its script draws.</summary>
/// <param name="html">Receives the markup.</param>
internal sealed class PageWriter(HtmlWriter html)
{
    private readonly List<ChartData> _charts = [];
    private readonly List<PictureData> _pictures = [];

    /// <summary>What has been referred to so far.</summary>
    public ReportData Data => new([.. _charts], [.. _pictures]);

    /// <summary>Writes the body up to the scripts.</summary>
    /// <param name="report">The report.</param>
    public void Body(TrainingReport report)
    {
        html.Line($"<body>");
        html.Line($"<main>");
        html.Line($"<header>");
        html.Line($"<h1>{report.Title}</h1>");
        if (report.Summary.Length > 0)
        {
            html.Line($"<p class=\"summary\">{report.Summary}</p>");
        }

        html.Line($"</header>");
        html.Line(
            $"<noscript><p class=\"note\">Curves and pictures are drawn by a script, and scripts are off; the tables are complete.</p>"
            + $"</noscript>");
        Figures(report.Figures);
        ModelPictures.Write(html, report.Models);
        ModelTables.Write(html, report.Models);
        Charts("Training", [.. HistoryCharts.Of(report.Runs), .. report.Charts]);
        Charts("Forecasts", [.. report.Forecasts.Select(forecast => forecast.ToChart())]);
        ConfusionTables.Write(html, report.ConfusionMatrices);
        PictureBlocks.Misread(html, report.MisreadImages, Add);
        PictureBlocks.States(html, report.States, Add);
        html.Line(
            $"<footer>Written by RnnGen. Curves: drag to zoom, double-click to see all again; "
            + $"click a name in a legend to hide its curve.</footer>");
        html.Line($"</main>");
    }

    private void Figures(IReadOnlyList<ReportFigure> figures)
    {
        if (figures.Count == 0)
        {
            return;
        }

        html.Line($"<dl class=\"figures\">");
        foreach (ReportFigure figure in figures)
        {
            html.Part($"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd>");
            if (figure.Note.Length > 0)
            {
                html.Part($"<dd class=\"note\">{figure.Note}</dd>");
            }

            html.Line($"</div>");
        }

        html.Line($"</dl>");
    }

    private void Charts(string heading, IReadOnlyList<CurveChart> charts)
    {
        if (charts.Count == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"{heading}\"><h2>{heading}</h2>");
        html.Line($"<div class=\"charts\">");
        foreach (CurveChart chart in charts)
        {
            ChartBlocks.Write(html, chart, _charts.Count);
            _charts.Add(ChartDataBuilder.Build(chart));
        }

        html.Line($"</div></section>");
    }

    private int Add(PictureData picture)
    {
        _pictures.Add(picture);
        return _pictures.Count - 1;
    }
}
