using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Reports.Tests.Browser;

/// <summary>What a reader sees: the file in a browser.</summary>
public sealed class RenderingTests
{
    /// <summary>Pixels of a canvas that differ from its first one.</summary>
    private const string Painted = """
        canvas => {
            const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            return pixels.filter(pixel => pixel !== pixels[0]).length;
        }
        """;

    /// <summary>Whether a curve's colour is to be found in a chart.</summary>
    private const string Drawn = """
        index => {
            const canvas = document.querySelector(`[data-chart="${index}"] canvas`);
            const color = getComputedStyle(document.documentElement).getPropertyValue('--c0').trim();
            const [r, g, b] = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0;
            for (let i = 0; i < pixels.length; i += 4) {
                count += pixels[i] === r && pixels[i + 1] === g && pixels[i + 2] === b && pixels[i + 3] === 255 ? 1 : 0;
            }
            return count;
        }
        """;

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task EverythingIsDrawnWithoutAnErrorAndWithoutANetwork(string scheme) => InBrowserAsync(ExampleReport.Create(), async page =>
    {
        await page.PreferAsync("prefers-color-scheme", scheme);
        int charts = await page.EvaluateAsync<int>("document.querySelectorAll('[data-chart]').length");
        int pictures = await page.EvaluateAsync<int>("document.querySelectorAll('canvas[data-picture]').length");
        Assert.Equal((7, 5), (charts, pictures));
        int[] plots = await page.EvaluateAsync<int[]>($"[...document.querySelectorAll('[data-chart] canvas')].map({Painted})");
        Assert.Equal(charts, plots.Length);
        Assert.All(plots, count => Assert.InRange(count, 500, int.MaxValue));
        Assert.All(
            await page.EvaluateAsync<int[]>($"[...Array({charts}).keys()].map({Drawn})"), count => Assert.InRange(count, 50, int.MaxValue));
        int[] cells = await page.EvaluateAsync<int[]>($"[...document.querySelectorAll('canvas[data-picture]')].map({Painted})");
        Assert.All(cells, count => Assert.InRange(count, 3, int.MaxValue));
    });

    /// <summary>The picture of the network has the colour of the page's text, and its boxes hold their texts.</summary>
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task TheNetworkIsDrawnInThePagesColours(string scheme) => InBrowserAsync(ExampleReport.Create(), async page =>
    {
        await page.PreferAsync("prefers-color-scheme", scheme);
        string[] colors = await page.EvaluateAsync<string[]>(
            """
            [getComputedStyle(document.body).color,
                ...[...document.querySelectorAll('.network rect')].map(box => getComputedStyle(box).stroke),
                ...[...document.querySelectorAll('.network text')].map(text => getComputedStyle(text).fill)]
            """);
        Assert.Equal(1 + 3 + 12, colors.Length);
        Assert.Single(colors.Distinct());
        Assert.Equal(
            0, await page.EvaluateAsync<int>(
                """
                [...document.querySelectorAll('.network g')].filter(g => g.querySelector('rect') &&
                    [...g.querySelectorAll('text')].some(text => text.getBBox().width > g.querySelector('rect').getBBox().width)).length
                """));
    });

    [Fact]
    public Task TextStaysText() => InBrowserAsync(ExampleReport.Create(), async page =>
    {
        // Of a </script> in a name nothing but text is left: no element of it, and the name is whole where it is shown.
        Assert.Equal(3, await page.EvaluateAsync<int>("document.scripts.length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('h1 *, h2 *, h3 *, .note b, .u-legend b').length"));
        Assert.Equal($"Report {ExampleReport.Nasty}", await page.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        Assert.Equal($"Report {ExampleReport.Nasty}", await page.EvaluateAsync<string>("document.title"));
        string[] legend = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.u-label')].map(label => label.textContent)");
        Assert.Contains(ExampleReport.Nasty, legend);
        string[] labels = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('canvas[data-picture]')].map(c => c.getAttribute('aria-label'))");
        Assert.Contains($"Image 3: {ExampleReport.Nasty}, read as two", labels);
    });

    [Fact]
    public Task ThePixelsAreTheValues() => InBrowserAsync(ExampleReport.Create(), async page =>
    {
        // Black ink on white paper in a light page: 255 - 239 · level would be its red, from --ink (16) to --paper (255).
        await page.PreferAsync("prefers-color-scheme", "light");
        int[] red = await page.EvaluateAsync<int[]>(
            "(c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, "
            + "i) => i % 4 === 0))(document.querySelector('.images canvas'))");
        float[] levels = [0, 0.25f, 0.5f, 1, 0, 0, 1, 0.1f];
        Assert.Equal(levels.Length, red.Length);
        Assert.All(levels.Zip(red), pair => Assert.InRange(pair.Second, 255 - (239 * pair.First) - 1.5, 255 - (239 * pair.First) + 1.5));

        // Negative, zero and positive states are blue, paper and orange; NaN has a colour of its own.
        string[] colors = await page.EvaluateAsync<string[]>(
            """
            (c => [[0, 2], [3, 2], [7, 2], [1, 1]].map(([x, y]) =>
                [...c.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3).join()))
            (document.querySelector('.state canvas'))
            """);
        Assert.Equal("255,255,255", colors[1]);
        Assert.Equal("185,192,199", colors[3]);
        Assert.Equal(4, colors.Distinct().Count());
        int[] low = [.. colors[0].Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        int[] high = [.. colors[2].Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        Assert.True(low[2] > low[0] && high[0] > high[2], $"{colors[0]} is not blue, or {colors[2]} not orange.");
    });

    [Fact]
    public Task TheScaleOfAChartCanBeChanged() => InBrowserAsync(ExampleReport.Create(), async page =>
    {
        // The loss falls from 2.5 to 0.008: logarithmic until the reader wants otherwise.
        string state =
            "[document.querySelector('[data-scale=\"0\"]').getAttribute('aria-pressed'), "
            + "document.querySelectorAll('[data-chart=\"0\"] canvas').length].join()";
        Assert.Equal("true,1", await page.EvaluateAsync<string>(state));
        string before = await page.EvaluateAsync<string>("document.querySelector('[data-chart=\"0\"] canvas').toDataURL()");
        await page.EvaluateAsync<bool>("document.querySelector('[data-scale=\"0\"]').click() === undefined");
        await page.FrameAsync();
        Assert.Equal("false,1", await page.EvaluateAsync<string>(state));
        Assert.NotEqual(before, await page.EvaluateAsync<string>("document.querySelector('[data-chart=\"0\"] canvas').toDataURL()"));
    });

    [Fact]
    public Task CurvesWithoutAnyFiniteValueDoNoHarm() => InBrowserAsync(
        new TrainingReport
        {
            Title = "Nothing but gaps",
            Charts =
            [
                new CurveChart(
                    "gaps", "step", [new Curve("NaN", [1, 2], [double.NaN, double.NegativeInfinity])]) { Scale = AxisScale.Logarithmic },
                new CurveChart("negative", "step", [new Curve("below zero", [1, 2], [-1, -2])]) { Scale = AxisScale.Logarithmic },
                new CurveChart("one point", "step", [new Curve("alone", [1], [5])]),
                new CurveChart("empty", "step", [new Curve("none", [], [])]),
            ],
            States = [new SequenceStates("zero", [new StateMap("h", 2, [0, 0, float.NaN, float.PositiveInfinity])])],
        },
        async page => Assert.Equal(
            ["No finite value.", "No finite value."],
            await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('[data-chart]')].filter(p => !p.querySelector('canvas')).map(p => p.textContent)")));

    private static async Task InBrowserAsync(TrainingReport report, Func<Page, Task> test)
    {
        Assert.SkipWhen(Chromium.Path is null, Chromium.Missing);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string folder = Directory.CreateTempSubdirectory("rnngen-report-").FullName;
        string file = Path.Combine(folder, "report.html");
        HtmlReport.Write(file, report);
        (Chromium browser, Page page) = await Chromium.StartAsync(cancellation);
        await using (browser)
        using (page)
        {
            await page.OpenAsync(file);
            await test(page);
            Assert.Empty(page.Problems);
            Assert.All(page.Requests, address => Assert.Equal(new Uri(file).AbsoluteUri, address));
        }

        Directory.Delete(folder, recursive: true);
    }
}
