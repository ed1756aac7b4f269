using System;
using System.IO;
using System.Text.RegularExpressions;
using RnnGen.Sample.Output;
using Spectre.Console;
using Xunit;

namespace RnnGen.Tests.Sample;

/// <summary>What someone who watches a training sees.</summary>
public sealed class TrainingDisplayTests
{
    [Theory]
    [InlineData("▁▂▃▄▅▆▇█", 8, 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f)]
    [InlineData("▁▃▆█", 4, 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f)]
    [InlineData("█▁", 30, 5f, -5f)]
    [InlineData("▁▁▁", 30, 2f, 2f, 2f)]
    [InlineData("▁×█×", 30, 1f, float.NaN, 3f, float.PositiveInfinity)]
    [InlineData("×", 1, 1f, float.NaN)]
    [InlineData("", 30)]
    public void ASparklineHasTheShapeOfItsValues(string expected, int width, params float[] values)
    {
        Assert.Equal(expected, Sparkline.Of(values, width, isUnicode: true));
        Assert.Equal(expected.Length, Sparkline.Of(values, width, isUnicode: false).Length);
        Assert.DoesNotMatch("[^ -~]", Sparkline.Of(values, width, isUnicode: false));
    }

    [Fact]
    public void TheRateIsThatOfTheLastSeconds()
    {
        ManualClock clock = new();
        StepRate rate = new(clock);
        Assert.Null(rate.PerSecond);
        rate.Sample(0);
        Assert.Null(rate.PerSecond);
        for (int second = 1; second <= 20; second++)
        {
            clock.Seconds = second;
            rate.Sample(second <= 10 ? 100 * second : 1000 + (second - 10));
        }

        Assert.Equal(1, rate.PerSecond);
        clock.Seconds = 120;
        rate.Sample(1020);
        Assert.Equal(0.1, rate.PerSecond);
    }

    [Fact]
    public void ATrackedTrainingShowsStepsLossCurveAndRate()
    {
        ManualClock clock = new();
        StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 80;
        console.Profile.Capabilities.Unicode = true;
        new TerminalView(console, clock).Track("Training", 40, report =>
        {
            for (int step = 1; step <= 40; step++)
            {
                clock.Seconds = 0.5 * step;
                report(step, 4f / step);
            }
        });

        string[] lines = Regex.Replace(output.ToString(), "\u001b\\[[0-9;?]*[A-Za-z]", "\n").Split('\n', '\r');
        string last = Array.FindLast(lines, line => line.Contains("40/40", StringComparison.Ordinal))!;
        Assert.Contains("loss 0.1000", last, StringComparison.Ordinal);
        Assert.Contains("2.00/s", last, StringComparison.Ordinal);
        Assert.Matches("█[▁▂▃▄▅▆▇█]{7,}", last);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        string first = Array.Find(lines, line => line.Contains(" 1/40", StringComparison.Ordinal))!;
        Assert.Contains("loss 4.0000", first, StringComparison.Ordinal);
    }

    private sealed class ManualClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }
}
