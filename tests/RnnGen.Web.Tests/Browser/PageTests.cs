using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Reports.Tests.Browser;
using RnnGen.Web.Networks.Digits;
using RnnGen.Web.Tests.Digits;
using Xunit;

namespace RnnGen.Web.Tests.Browser;

/// <summary>The published page in a browser.</summary>
/// <param name="site">The page.</param>
/// <param name="output">Takes measurements.</param>
public sealed class PageTests(PublishedSite site, ITestOutputHelper output) : IClassFixture<PublishedSite>
{
    private const string Picture = "web.png";

    /// <summary>A picture that is larger is a burden for those who clone.</summary>
    private const int MostBytes = 200_000;

    [Fact]
    public Task DrawnDigitsAreRead() => InBrowserAsync(async page =>
    {
        for (int digit = 0; digit < DigitReading.Classes; digit++)
        {
            string answer = await page.DrawAsync(Drawings.Untidy(SampleDigits.Of(digit), seed: digit));
            Assert.Equal(digit.ToString(CultureInfo.InvariantCulture), answer);
            float[] probabilities = await page.EvaluateAsync<float[]>(
                "[...document.querySelectorAll('.bars li')].map(bar => Number(bar.dataset.probability))");
            Assert.Equal(digit, Array.IndexOf(probabilities, probabilities.Max()));
            Assert.Equal(1, probabilities.Sum(), 0.01f);
            await page.ClickAsync("#clear");
            Assert.Equal("?", await page.TextAsync("#answer"));
        }
    });

    /// <summary>
    /// The page reads the bits that the same network reads elsewhere, to rounding: vectors and sums are those of the browser.
    /// </summary>
    [Fact]
    public Task ThePageReadsWhatThisProcessReads() => InBrowserAsync(async page =>
    {
        Drawing drawing = SampleDigits.Of(4);
        await page.ClickAsync("[data-sample=\"4\"]");
        Assert.Equal("4", await page.AnswerAsync());
        DigitReading here = new(new DigitReader(), DigitImage.Of(drawing));
        for (int rows = 1; rows <= DigitImage.Side; rows++)
        {
            here.ReadRow();
            await page.SetAsync("#row", rows.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(here.DigitAfter(rows).ToString(CultureInfo.InvariantCulture), await page.TextAsync("#answer"));
            float[] there = await page.EvaluateAsync<float[]>(
                "[...document.querySelectorAll('.bars li')].map(bar => Number(bar.dataset.probability))");
            Assert.All(Enumerable.Range(0, there.Length), digit => Assert.Equal(here.After(rows)[digit], there[digit], 2e-4f));
        }
    });

    [Fact]
    public Task FingersDrawToo() => InBrowserAsync(async page =>
    {
        await page.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = true });
        Assert.Equal("7", await page.TouchAsync(SampleDigits.Of(7)));

        // What is taken back is not read: of the two strokes of a 4 the first alone is none.
        await page.ClickAsync("#clear");
        Assert.Equal("4", await page.TouchAsync(SampleDigits.Of(4)));
        await page.ClickAsync("#undo");
        await page.AnswerAsync();
        await page.ClickAsync("#undo");
        Assert.Equal("?", await page.TextAsync("#answer"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#undo').disabled"));
    });

    [Theory]
    [InlineData("no-preference", 20, 40)]
    [InlineData("reduce", 0, 2)]
    public Task RowsAppearOneByOneUnlessAPersonWantsNoMotion(string preference, int least, int most) => InBrowserAsync(async page =>
    {
        await page.PreferAsync("prefers-reduced-motion", preference);
        await page.EvaluateAsync<bool>(
            """
            (answer => {
                window.changes = 0;
                new MutationObserver(all => window.changes += all.length).observe(answer, { attributeFilter: ['data-rows'] });
                return true;
            })(document.querySelector('#answer'))
            """);
        await page.ClickAsync("[data-sample=\"2\"]");
        Assert.Equal("2", await page.AnswerAsync());
        Assert.InRange(await page.EvaluateAsync<int>("window.changes"), least, most);
    });

    [Fact]
    public Task StatesAndProbabilitiesArePictures() => InBrowserAsync(async page =>
    {
        await page.PreferAsync("prefers-color-scheme", "light");
        await page.ClickAsync("[data-sample=\"3\"]");
        await page.AnswerAsync();
        const string Colors =
            "[...document.querySelectorAll('.map canvas')].map(c => new Set([...Array(28).keys()].flatMap(y => { const row = "
            + "c.getContext('2d').getImageData(0, y, c.width, 1).data; return [...Array(c.width).keys()].map(x => "
            + "row.slice(4 * x, 4 * x + 3).join()); })).size)";
        Assert.All(await page.EvaluateAsync<int[]>(Colors), count => Assert.InRange(count, 6, int.MaxValue));
        int[] widths = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('.map canvas')].map(c => c.width)");
        Assert.Equal([28, 64, 64, 10], widths);

        // Another scheme of colours, another picture, without a new reading.
        const string Corner = "[...document.querySelector('.map canvas').getContext('2d').getImageData(0, 0, 1, 1).data].join()";
        Assert.Equal("255,255,255,255", await page.EvaluateAsync<string>(Corner));
        await page.PreferAsync("prefers-color-scheme", "dark");
        Assert.Equal("16,20,24,255", await page.EvaluateAsync<string>(Corner));

        // Every picture says what it is to those who do not see it.
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('[role=img]')].filter(p => !p.ariaLabel && !p.getAttribute('aria-labelledby')).length"));
    });

    [Fact]
    public Task TheLossFallsAndThePageAnswersMeanwhile() => InBrowserAsync(async page =>
    {
        await page.ClickAsync("#tab-1");
        await page.SetAsync("#rate", "0.01");
        await page.ClickAsync("#train");
        await page.UntilAsync("Number(document.querySelector('#steps').textContent) >= 20");
        float before = await NumberAsync(page, "#loss");

        // Between two slices another tab opens, and a digit is read.
        await page.ClickAsync("#tab-0");
        await page.ClickAsync("[data-sample=\"6\"]");
        Assert.Equal("6", await page.AnswerAsync());
        await page.ClickAsync("#tab-1");
        await page.UntilAsync("Number(document.querySelector('#steps').textContent) >= 150");
        await page.ClickAsync("#train");
        int steps = (int)await NumberAsync(page, "#steps");
        float after = await NumberAsync(page, "#loss"), accuracy = float.Parse(
            (await page.TextAsync("#accuracy")).TrimEnd('%', ' '), CultureInfo.InvariantCulture);
        Assert.InRange(after, 0, before / 2);
        Assert.InRange(accuracy, 85, 100);
        Assert.Equal("Continue", await page.TextAsync("#train"));
        output.WriteLine($"{steps} steps, loss {before} to {after}, one step {await page.TextAsync("#step-milliseconds")}");

        // As many points as there are losses; stopped is stopped; and from the beginning.
        Assert.Equal(steps, await page.EvaluateAsync<int>("document.querySelector('#loss-chart .curve').points.numberOfItems"));
        await page.FrameAsync();
        Assert.Equal(steps, (int)await NumberAsync(page, "#steps"));
        await page.ClickAsync("#reset");
        Assert.Equal("0", await page.TextAsync("#steps"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelector('#loss-chart .curve').points.numberOfItems"));
    });

    [Fact]
    public Task StaticRefusesWhatDynamicReads() => InBrowserAsync(async page =>
    {
        await page.ClickAsync("[data-sample=\"0\"]");
        await page.AnswerAsync();
        await page.ClickAsync("#tab-2");
        Assert.Equal("Reads 0", (await page.TextAsync("#StaticDigitReader .result"))[..7]);
        Assert.Equal(await page.TextAsync("#StaticDigitReader .result"), await page.TextAsync("#DigitReader .result"));
        foreach (string rows in new[] { "27", "29" })
        {
            await page.SetAsync("#length", rows);
            string refusal = await page.TextAsync("#StaticDigitReader .refused code");
            Assert.Equal(Refusal(int.Parse(rows, CultureInfo.InvariantCulture)), refusal);
            Assert.Equal("Reads 0", (await page.TextAsync("#DigitReader .result"))[..7]);
        }
    });

    [Theory]
    [InlineData("StaticDigitReader", "// Step 27 of 28")]
    [InlineData("DigitReader", "for (int step = 0; step < w.MaxLength; step++)")]
    public Task TheCodeIsWhatTheGeneratorHasWritten(string network, string part) => InBrowserAsync(async page =>
    {
        string networks = Path.Combine(PublishedSite.Root, "samples", "web", "RnnGen.Web.Networks");
        string generated = await File.ReadAllTextAsync(Path.Combine(
            networks, "obj", "generated", "RnnGen.Generator", "RnnGen.Generator.RnnModelGenerator",
            $"RnnGen.Web.Networks.Digits.{network}.Forward.g.cs"));
        string declared = await File.ReadAllTextAsync(Path.Combine(networks, "Digits", $"{network}.cs"));
        string[] blocks = await page.EvaluateAsync<string[]>(
            $"[...document.querySelectorAll('#{network} pre')].map(pre => pre.textContent)");
        Assert.EndsWith(blocks[0].Trim(), declared.Trim());
        Assert.Contains(part, blocks[1], StringComparison.Ordinal);
        Assert.Contains(Unindented(blocks[1]), Unindented(generated), StringComparison.Ordinal);
        Assert.DoesNotContain("Gru1", blocks[1], StringComparison.Ordinal);
    });

    [Fact]
    public Task KeysGoFromTabToTab() => InBrowserAsync(async page =>
    {
        const string Shown = "[...document.querySelectorAll('[role=tabpanel]')].findIndex(panel => !panel.hidden)";
        await page.EvaluateAsync<bool>("document.querySelector('#tab-0').focus() === undefined");
        (string Key, int Tab)[] ways = [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowRight", 0), ("ArrowLeft", 2), ("Home", 0), ("End", 2)];
        foreach ((string key, int tab) in ways)
        {
            await page.PressAsync(key);
            await page.UntilAsync($"document.activeElement.id === 'tab-{tab}' && {Shown} === {tab}");
            Assert.Equal(tab, await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('[role=tab]')].findIndex(tab => tab.ariaSelected === 'true')"));
        }

        // Whatever can be used has a name.
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('button, input, select')]"
            + ".filter(e => !e.ariaLabel && !e.textContent.trim() && !e.labels?.length).length"));
    });

    /// <summary>Measurements for docs/platforms.md, and its picture.</summary>
    [Fact]
    public Task MeasuredAndPictured() => InBrowserAsync(async page =>
    {
        FileInfo[] files = [.. new DirectoryInfo(site.Files).EnumerateFiles("*", SearchOption.AllDirectories)];
        long raw = files.Where(file => file.Extension is not (".br" or ".gz")).Sum(file => file.Length);
        double[] times = await page.EvaluateAsync<double[]>(
            "['probabilities', 'answer'].map(name => performance.getEntriesByName(name)[0].startTime)");
        double step = await page.EvaluateAsync<double>("Number(document.querySelector('#step-time').dataset.milliseconds)");
        output.WriteLine($"{files.Length} files, {raw:N0} bytes; brotli {Packed(".br"):N0}, gzip {Packed(".gz"):N0}");
        output.WriteLine($"first probabilities {times[0]:0} ms after navigation, first answer {times[1]:0} ms; one Step {step:0.000} ms");
        Assert.True(0 < times[0] && times[0] <= times[1] && step > 0);
        Assert.InRange(Packed(".br"), 1_000_000, raw / 2);

        await page.PreferAsync("prefers-color-scheme", "light");
        await page.DrawAsync(Drawings.Untidy(SampleDigits.Of(3), seed: 3));
        await page.SetAsync("#row", "15");
        await page.ResizeAsync(width: 1120);
        byte[] picture = await page.ScreenshotAsync();
        string path = Path.Combine(PublishedSite.Root, "docs", "images", Picture);
        if (Environment.GetEnvironmentVariable("RNNGEN_ACCEPT") == "1")
        {
            await File.WriteAllBytesAsync(path, picture);
        }

        Assert.InRange(picture.Length, 10_000, MostBytes);
        Assert.InRange(new FileInfo(path).Length, 10_000, MostBytes);

        long Packed(string extension) => files.Where(file => file.Extension == extension).Sum(file => file.Length);
    });

    private static string Refusal(int rows) => Assert.ThrowsAny<ArgumentException>(() => new StaticDigitReader().Predict(
        new SequenceBatch(new float[rows * DigitImage.Side], 1, rows), new float[DigitReading.Classes])).Message;

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    private static async Task<float> NumberAsync(Page page, string selector) =>
        float.Parse(await page.TextAsync(selector), CultureInfo.InvariantCulture);

    private async Task InBrowserAsync(Func<Page, Task> test)
    {
        site.Require();
        (Chromium browser, Page page) = await Chromium.StartAsync(TestContext.Current.CancellationToken);
        await using (browser)
        using (page)
        {
            await page.OpenAsync(site);
            await test(page);
            Assert.Empty(page.Problems);
            Assert.NotEmpty(page.Requests);
            Assert.All(page.Requests, address => Assert.StartsWith(site.Address.AbsoluteUri, address, StringComparison.Ordinal));
        }
    }
}
