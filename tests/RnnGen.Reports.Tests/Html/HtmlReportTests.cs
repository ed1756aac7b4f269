using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnGen.Reports.Tests;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void TheEmbeddedDataAreTheReports()
    {
        JsonElement data = Embedded.Data(HtmlReport.ToHtml(ExampleReport.Create()));
        string[] titles = [.. data.GetProperty("charts").EnumerateArray().Select(chart => chart.GetProperty("title").GetString()!)];
        Assert.Equal(
            [
                "Loss",
                "Accuracy",
                "Learning rate",
                "Gradient norm",
                "Time of a step, ms",
                $"chart {ExampleReport.Nasty}",
                $"forecast {ExampleReport.Nasty}",
            ],
            titles);

        JsonElement loss = data.Chart("Loss").Curve("training, each step");
        Assert.Equal(Enumerable.Range(1, ExampleReport.Steps).Select(step => (double)step), loss.Numbers("x"));
        double[] values = loss.Numbers("y");
        Assert.All(Enumerable.Range(1, ExampleReport.Steps), step =>
        {
            double expected = ExampleReport.Loss(step);
            Assert.Equal(
                double.IsFinite(expected) ? expected : double.NaN, values[step - 1], 1e-6 * (double.IsFinite(expected) ? expected : 1));
        });
        Assert.Equal([3.0 / 100, 3.0 / 200, 3.0 / 300], data.Chart("Loss").Curve("validation").Numbers("y"));
        Assert.True(data.Chart("Loss").GetProperty("logarithmic").GetBoolean());
        Assert.False(data.Chart("Learning rate").GetProperty("logarithmic").GetBoolean());

        JsonElement forecast = data.Chart($"forecast {ExampleReport.Nasty}");
        Assert.Equal("[[0,1]]", forecast.GetProperty("bands").GetRawText());
        Assert.Equal([3, double.NaN], forecast.Curve("interval, upper end").Numbers("y"));
        Assert.Equal([1, 2, 3, 2, 1], forecast.Curve("series").Numbers("y"));
    }

    [Fact]
    public void TheEmbeddedPicturesAreTheValues()
    {
        JsonElement[] pictures = [.. Embedded.Data(HtmlReport.ToHtml(ExampleReport.Create())).GetProperty("pictures").EnumerateArray()];
        Assert.Equal((4, 2, 0), Shape(pictures[0]));
        Assert.Equal([0, 64, 128, 255, 0, 0, 255, 26], pictures[0].GetProperty("cells").GetBytesFromBase64());
        Assert.Equal((2, 3, 0), Shape(pictures[2]));

        // Both states on one scale: the largest magnitude of either, (2 + 1) · (15 - 3) / 16.
        const double Limit = 36 / 16.0;
        Assert.Equal((8, 3, Limit), Shape(pictures[3]));
        Assert.Equal((16, 3, Limit), Shape(pictures[4]));
        byte[] cells = pictures[4].GetProperty("cells").GetBytesFromBase64();
        for (int step = 0; step < 3; step++)
        {
            for (int unit = 0; unit < 16; unit++)
            {
                float expected = ExampleReport.Value(step, unit);
                byte cell = cells[(step * 16) + unit];
                if (float.IsNaN(expected))
                {
                    Assert.Equal(0, cell);
                }
                else
                {
                    Assert.Equal(expected, (cell - 128) / 127.0 * Limit, Limit / 253);
                }
            }
        }

        static (int, int, double) Shape(JsonElement picture) =>
            (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(), picture.GetProperty("limit").GetDouble());
    }

    [Fact]
    public void NoTextBecomesMarkup()
    {
        string html = HtmlReport.ToHtml(ExampleReport.Create());
        string page = html[..html.IndexOf("<script type=", StringComparison.Ordinal)];
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("alert('", html);
        Assert.DoesNotContain("<b>\u2028", html);
        Assert.Equal(3, Regex.Count(html, "<script[ >]"));
        Assert.Equal(3, Regex.Count(html, "</script>"));

        string encoded = WebUtility.HtmlEncode(ExampleReport.Nasty);
        Assert.Contains($"<h1>Report {encoded}</h1>", html);
        Assert.Contains($"<title>Report {encoded}</title>", html);
        Assert.Contains($"<dt>figure {encoded}</dt><dd>0.97 {encoded}</dd><dd class=\"note\">note {encoded}</dd>", html);
        Assert.Contains($"<th scope=\"col\">{encoded}</th>", html);
        Assert.Contains($"title=\"zero read as {encoded}: 1 of 10\"", html);
        Assert.Contains($"<b>{encoded}</b> read as <b>two</b>", html);
    }

    [Fact]
    public void NothingIsFetched()
    {
        string html = HtmlReport.ToHtml(ExampleReport.Create());
        Assert.DoesNotMatch(Reference(), html);
        Assert.Contains("default-src 'none'", html);

        // The policy lets exactly the scripts of the file run.
        foreach (Match script in Scripts().Matches(html))
        {
            Assert.Contains(WebUtility.HtmlEncode(Assets.Hash(script.Groups[1].Value)), html);
        }

        Assert.Equal(2, Scripts().Count(html));
        Assert.Equal(2, Regex.Count(html, "&#39;sha256-"));
    }

    [Fact]
    public void EqualReportsAreEqualBytes() =>
        Assert.Equal(HtmlReport.ToHtml(ExampleReport.Create()), HtmlReport.ToHtml(ExampleReport.Create()));

    [Fact]
    public void AFileIsReplacedAsAWhole()
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-report-").FullName;
        string file = Path.Combine(folder, "report.html");
        File.WriteAllText(file, "before");

        TrainingReport bad = new()
        {
            Title = "bad",
            Charts = [new CurveChart("chart", "x", [new Curve("c", [0], [0])]) { Bands = [new CurveBand(0, 1)] }],
        };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => HtmlReport.Write(file, bad));
        Assert.Equal("Chart 'chart' has a band from curve 0 to 1; it has 1 curves.", exception.Message);
        Assert.Equal("before", File.ReadAllText(file));

        HtmlReport.Write(file, ExampleReport.Create());
        Assert.Equal(HtmlReport.ToHtml(ExampleReport.Create()), File.ReadAllText(file, Encoding.UTF8));
        Assert.Equal("<!doctype html>"u8, File.ReadAllBytes(file).AsSpan(0, 15));
        Assert.Equal([file], Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void PartsThatAreEmptyAreLeftOut()
    {
        string html = HtmlReport.ToHtml(new TrainingReport { Title = "empty" });
        Assert.DoesNotContain("<section", html);
        Assert.DoesNotContain("<table", html);
        Assert.Equal("{\"charts\":[],\"pictures\":[]}", Embedded.Data(html).GetRawText());
    }

    [Fact]
    public void TheModelTableHasLayersParametersAndCost()
    {
        string html = HtmlReport.ToHtml(ExampleReport.Create());
        Assert.Contains("<td>28, unrolled (static)</td><td>any, in a loop (dynamic)</td>", html);
        Assert.Contains("<th scope=\"row\">parameters</th><td>1,264</td><td>1,264</td>", html);
        Assert.Contains("<th scope=\"row\">multiply-adds of a step</th><td>1,152</td>", html);
        Assert.Contains("<th scope=\"row\">lstm0</th><td>kernel</td>", html);
        Assert.Contains("<td>36 &#215; 32</td><td>1,152</td><td>91.1 %</td>", html);

        // Two models of one specification: their parameters are listed once.
        Assert.Equal(1, Regex.Count(html, "Layers and parameters of"));
    }

    [Fact]
    public void ThePictureOfANetworkStandsOnceAboveTheTable()
    {
        string html = HtmlReport.ToHtml(ExampleReport.Create());
        string picture = ExampleReport.Model("Static", 28).ToSvg();
        int place = html.IndexOf(picture, StringComparison.Ordinal);
        Assert.InRange(
            place, html.IndexOf("<dl class=\"figures\">", StringComparison.Ordinal),
            html.IndexOf("<h2>Model</h2>", StringComparison.Ordinal));
        Assert.Equal(1, Regex.Count(html, "<svg "));
        Assert.Contains($"<figcaption>Static, {WebUtility.HtmlEncode(ExampleReport.Nasty)}</figcaption>", html);

        // A class that an earlier package generated has no layers.
        TrainingReport older = new() { Title = "older", Models = [ExampleReport.Model("Older", null) with { Layers = [] }] };
        Assert.DoesNotContain("<svg", HtmlReport.ToHtml(older));
    }

    [Fact]
    public void AChartTellsItsFiguresWithoutBeingSeen()
    {
        string html = HtmlReport.ToHtml(ExampleReport.Create());
        Assert.Contains("<td>300</td><td>2.5</td><td>0.0083</td><td>0.0083 at 300</td><td>2.5 at 1</td><td>2</td>", html);
        Assert.Contains(
            "aria-label=\"Gradient norm by training step. gradient norm: from 10 to 0.0333, lowest 0.0333, highest 10.\"", html);
    }

    [Fact]
    public void TheFileOfALongRunStaysSmall()
    {
        ReportRun history = new()
        {
            Steps =
            [
                .. Enumerable.Range(1, 1_000_000)
                    .Select(step => new ReportStep(step, 1.0 / step) { GradientNorm = Math.Sqrt(step), Milliseconds = step % 7 }),
            ],
        };
        StateMap map = new("h", 700, new float[3000 * 700]);
        string html = HtmlReport.ToHtml(
            new TrainingReport { Title = "long", Runs = [history], States = [new SequenceStates("long", [map])] });
        Assert.InRange(html.Length, 100_000, 900_000);
    }

    [GeneratedRegex("""(src|href|action|poster|data)\s*=\s*["']|url\(|@import|<link|<iframe|<object""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
