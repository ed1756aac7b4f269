using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Vowels;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class VowelsCommandLineTests
{
    private static readonly string[] Everything =
    [
        "--data", "folder", "--epochs", "7", "--batch-size", "200", "--learning-rate", "1e-2", "--noise", "0.25", "--seed", "3",
        "--threads", "2", "--json", "results.json",
    ];

    [Fact]
    public void EveryOptionIsRead()
    {
        VowelsOptions expected = new()
        {
            DataDirectory = "folder",
            BatchSize = 200,
            Noise = 0.25f,
            Training = new TrainingOptions
            {
                Epochs = 7,
                LearningRate = 0.01f,
                Seed = 3,
                Threads = 2,
                JsonFile = "results.json",
            },
        };
        Assert.Equal(expected, SampleCommandLine.ParseVowels(["vowels", .. Everything]));
        Assert.Equal(new VowelsOptions(), SampleCommandLine.ParseVowels("vowels"));
    }

    [Theory]
    [InlineData("--epochs is '0'; it must be a whole number of at least 1.", "vowels", "--epochs", "0")]
    [InlineData("--batch-size is '201'; it must be a whole number from 1 to 200.", "vowels", "--batch-size", "201")]
    [InlineData("--noise is '-1'; it must be a finite number of at least 0.", "vowels", "--noise", "-1")]
    [InlineData("--threads is '-1'; it must be a whole number from 0 to 1024.", "vowels", "--threads", "-1")]
    [InlineData("--data is empty; it must name a path.", "vowels", "--data", "")]
    [InlineData("--seed stands before the command vowels; it must follow it.", "--seed", "3", "vowels")]
    [InlineData("Unrecognized command or argument '--mode'. Unrecognized command or argument 'static'.", "vowels", "--mode", "static")]
    public async Task AFaultIsToldInOneLine(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(arguments);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(message + " (See --help.)" + Environment.NewLine, run.Error);
    }

    [Fact]
    public Task TheHelpNamesEveryOption() => SampleRun.AssertHelpAsync("vowels", Everything);

    [Fact]
    public async Task MissingFilesAreNamed()
    {
        using IdxFolder folder = new();
        string nowhere = Path.Combine(folder.Path, "nowhere");
        await AssertRefusedAsync(nowhere, $"There is no folder '{nowhere}' with ae.train and ae.test.");
        folder.Write("ae.train", File(VowelSets.TrainingCounts.Sum()));
        await AssertRefusedAsync(folder.Path, $"Folder '{folder.Path}' lacks ae.test.");
    }

    [Theory]
    [InlineData(
        "ae.train", 269, 9, 0,
        ": expected 270 utterances (30, 30, 30, 30, 30, 30, 30, 30, 30 of speakers 1 to 9), found 269, the last from line 2681.")]
    [InlineData(
        "ae.test", 371, 9, 0,
        ": expected 370 utterances (31, 35, 88, 44, 29, 24, 40, 50, 29 of speakers 1 to 9), found 371, the last from line 3701.")]
    [InlineData("ae.train", 0, 9, 0, ": expected 270 utterances (30, 30, 30, 30, 30, 30, 30, 30, 30 of speakers 1 to 9), found 0.")]
    [InlineData("ae.train", 270, 6, 0, ", line 1: utterance 1 has 6 steps; expected 7 to 29.")]
    [InlineData("ae.train", 270, 30, 0, ", line 1: utterance 1 has 30 steps; expected 7 to 29.")]
    [InlineData("ae.test", 370, 9, 5, ", line 3699: expected 12 numbers, found 10.")]
    public async Task ATruncatedFileIsRefused(string name, int utterances, int steps, int bytesCut, string fault)
    {
        using IdxFolder folder = new();
        folder.Write("ae.train", File(VowelSets.TrainingCounts.Sum()));
        folder.Write("ae.test", File(VowelSets.TestCounts.Sum()));
        string path = folder.Write(name, File(utterances, steps)[..^bytesCut]);
        await AssertRefusedAsync(folder.Path, path + fault);
    }

    private static async Task AssertRefusedAsync(string directory, string message)
    {
        SampleRun run = await SampleRun.StartAsync("vowels", "--data", directory);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(message + Environment.NewLine, run.Error);
    }

    /// <summary>Utterances whose numbers mean nothing, with a blank line after each but the last.</summary>
    private static byte[] File(int utterances, int steps = 9)
    {
        StringBuilder text = new();
        for (int line = 0; line < utterances * steps; line++)
        {
            text.Append(line > 0 && line % steps == 0 ? "\n" : "");
            text
                .AppendJoin(' ', Enumerable.Range(0, 12).Select(i => ((line + i) % 10).ToString(CultureInfo.InvariantCulture)))
                .Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
