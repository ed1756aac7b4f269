using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Digits;
using RnnGen.Sample.Measurement;
using RnnGen.Sample.Mnist;
using RnnGen.Sample.Output;
using RnnGen.Tests.Data;
using Spectre.Console;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class MnistCommandTests
{
    private static readonly string[] JsonNames =
        ["mode", "testAccuracy", "secondsTotal", "msPerTrainingStep", "finalLoss", "parametersSha256", "dataset"];

    [Fact]
    public async Task BothNetworksPrintThePostsLinesAndTrainTheSameParameters()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "results.json"), report = Path.Combine(folder.Path, "report.html");
        SampleRun run = await SampleRun.StartAsync(
            "--iterations", "7", "--batch-size", "16", "--display-step", "3", "--json", file, "--report", report);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.StartsWith("Data: built-in digits (offline), 400 training images, 200 test images", run.Output);

        string[] steps = [.. run.Lines.Where(line => Regex.IsMatch(
            line, @"^Iter \d+, Minibatch Loss= \d+\.\d{6}, Training Accuracy= [01]\.\d{5}$"))];
        Assert.Equal(["48", "96", "48", "96"], steps.Select(line => Regex.Match(line, @"\d+").Value));
        Assert.Equal(steps[..2], steps[2..]);
        Assert.Equal(2, run.Lines.Count(line => line == "Optimization Finished!"));
        Assert.Equal(2, run.Lines.Count(line => Regex.IsMatch(line, @"^Testing Accuracy: [01]\.\d{1,2}$")));
        Assert.Equal(2, run.Lines.Count(line => Regex.IsMatch(line, @"^Accuracy on all 200 test images: [01]\.\d{4}$")));
        Assert.Equal(2, run.Lines.Count(line => Regex.IsMatch(
            line,
            @"^Training step on one thread: [\d.]+ ms, [\d.]+ GFLOP/s = [\d.]+ % of the measured FMA peak of one thread, "
            + @"[\d.]+ GFLOP/s$")));

        Assert.Matches(@"\| generated source +\| +[\d,]{6,} bytes \| +[\d,]{6,} bytes \|", run.Output);
        Assert.Matches(@"\| generated methods +\| +\d+ \| +\d+ \|", run.Output);
        Assert.Matches(@"\| longest sequence +\| +28 steps \| +any \|", run.Output);
        Assert.Matches(@"\| parameters bit-identical +\| +yes \| +yes \|", run.Output);

        string html = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        string accuracy = Regex.Match(run.Output, @"Accuracy on all 200 test images: ([01]\.\d{4})").Groups[1].Value;
        Assert.Contains($"<dt>test accuracy</dt><dd>{accuracy}</dd><dd class=\"note\">static and dynamic, identical to the bit</dd>", html);
        Assert.Contains("Every state of every step is that of StaticMnist, to the bit.", html);
        Assert.Contains("<p class=\"note\">Equal in every point: static, dynamic.</p>", html);
        Assert.Contains($"of 200 right ({accuracy})", html);
        Assert.Contains($"Report: {report}", run.Lines);

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement[] modes = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(["static", "dynamic"], modes.Select(mode => mode.GetProperty("mode").GetString()));
        Assert.All(modes, mode =>
        {
            Assert.Equal(JsonNames, mode.EnumerateObject().Select(property => property.Name));
            Assert.InRange(mode.GetProperty("testAccuracy").GetDouble(), 0, 1);
            Assert.InRange(mode.GetProperty("msPerTrainingStep").GetDouble(), 1e-3, 1000 * mode.GetProperty("secondsTotal").GetDouble());
            Assert.InRange(mode.GetProperty("finalLoss").GetDouble(), 0.1, 5);
            Assert.Matches("^[0-9a-f]{64}$", mode.GetProperty("parametersSha256").GetString()!);
            Assert.Equal("built-in digits (offline)", mode.GetProperty("dataset").GetString());
        });
        Assert.Equal(modes[0].GetProperty("parametersSha256").GetString(), modes[1].GetProperty("parametersSha256").GetString());
    }

    [Fact]
    public async Task TheSeedDecidesAndOneModeIsEnough()
    {
        string[] arguments = ["mnist", "--mode", "dynamic", "--iterations", "2", "--batch-size", "8", "--display-step", "1"];
        SampleRun first = await SampleRun.StartAsync(arguments), second = await SampleRun.StartAsync(arguments);
        SampleRun other = await SampleRun.StartAsync([.. arguments, "--seed", "2"]);
        Assert.Equal(2, Steps(first).Length);
        Assert.Equal(Steps(first), Steps(second));
        Assert.NotEqual(Steps(first), Steps(other));
        Assert.DoesNotContain("static", first.Output);
        Assert.DoesNotContain("bit-identical", first.Output);

        static string[] Steps(SampleRun run) => [.. run.Lines.Where(line => line.StartsWith("Iter ", StringComparison.Ordinal))];
    }

    [Fact]
    public void TheBuiltInDigitsAreLearned()
    {
        MnistDataSets sets = SyntheticDigits.Create(new MnistDownloadOptions().BuiltInSeed);
        using StringWriter output = new();
        TrainingResult result = new TrainingRun(new MnistOptions(), sets, new PlainView(output))
            .Run(Network.All[0], TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.TestAccuracy:0.0000} in {result.Seconds:0.0} s");
        Assert.Equal(78, output.ToString().Split("Iter ").Length - 1);
        Assert.InRange(result.TestAccuracy, 0.95f, 1f);
    }

    [Fact]
    public void AWishToStopEndsTrainingAtTheNextStep()
    {
        using CancellationTokenSource cancellation = new();
        StoppingView view = new(cancellation, after: 3);
        MnistOptions options = new() { BatchSize = 4 };
        TrainingRun run = new(options, SyntheticDigits.Create(1, 40, 10, 0), view);
        Assert.Throws<OperationCanceledException>(() => run.Run(Network.All[1], cancellation.Token));
        Assert.Equal(3, view.Steps);
    }

    [Fact]
    public void TheDisplayedLossIsTheMeanOverTheRows()
    {
        // -log softmax by hand: two equal logits of two are 1/2; a logit of 1000 leaves nothing to the others, without overflow.
        float[] logits = [0, 0, 1000, 0];
        Assert.Equal((Math.Log(2) + 1000) / 2, CrossEntropy.Mean(logits, [1, 1], 2), 1e-12);
        Assert.Equal(Math.Log(2) / 2, CrossEntropy.Mean(logits, [0, 0], 2), 1e-12);
    }

    /// <summary>Stops, as a user would, when some steps have been done.</summary>
    private sealed class StoppingView(CancellationTokenSource cancellation, int after) : IProgramView
    {
        public int Steps { get; private set; }

        public void Line(string text = "")
        {
        }

        public void Table(Table table)
        {
        }

        public void Track(string title, int iterations, Action<Action<int, float>> work) => work((done, _) =>
        {
            Steps = done;
            if (done == after)
            {
                cancellation.Cancel();
            }
        });

        public Task<T> TrackAsync<T>(string title, Func<IProgress<double>, Task<T>> work) => work(new Progress<double>());
    }
}
