using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Output;
using RnnGen.Sample.Vowels;
using RnnGen.Tests.Data;
using Xunit;
using Standardization = RnnGen.Sample.Vowels.Standardization;

namespace RnnGen.Tests.Sample;

public sealed class VowelsCommandTests
{
    private static readonly string[] JsonNames = ["dataset", "testAccuracy", "testLoss", "trainingLoss", "epochs", "secondsTotal"];

    [Fact]
    public async Task TheBuiltInUtterancesAreLearned()
    {
        JsonElement result = await RunAsync();
        Assert.Equal("built-in utterances (offline)", result.GetProperty("dataset").GetString());

        // Not by their lengths, which do not depend on the speaker, and not to the last one: deviations of speakers overlap.
        Assert.InRange(result.GetProperty("testAccuracy").GetDouble(), 0.9, 0.99);
        Assert.InRange(result.GetProperty("trainingLoss").GetDouble(), 0, 0.5);
    }

    [Fact]
    public async Task TheRealUtterancesAreLearned()
    {
        string? directory = RealData.Vowels();
        Assert.SkipWhen(directory is null, $"No Japanese vowels: set {RealData.EnvironmentVariable}.");
        JsonElement result = await RunAsync("--data", directory);
        Assert.Equal($"Japanese vowels (folder {directory})", result.GetProperty("dataset").GetString());
        Assert.InRange(result.GetProperty("testAccuracy").GetDouble(), 0.96, 1);
    }

    [Fact]
    public async Task TheSeedDecidesAndThreadsDoNot()
    {
        string[] arguments = ["vowels", "--epochs", "2"];
        string first = await AccuracyLineAsync(arguments);
        Assert.Equal(first, await AccuracyLineAsync([.. arguments, "--threads", "1"]));
        Assert.Equal(first, await AccuracyLineAsync([.. arguments, "--threads", "3"]));
        Assert.NotEqual(first, await AccuracyLineAsync([.. arguments, "--seed", "2"]));

        static async Task<string> AccuracyLineAsync(string[] arguments)
        {
            SampleRun run = await SampleRun.StartAsync(arguments);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            string line = Assert.Single(run.Lines, line => line.StartsWith("Accuracy on all 370 test utterances: ", StringComparison.Ordinal));
            return line.Split(';')[0];
        }
    }

    [Fact]
    public void BuiltInUtterancesHaveTheFormOfTheFiles()
    {
        VowelSets sets = SyntheticVowels.Create(seed: 5), again = SyntheticVowels.Create(seed: 5);
        Assert.Equal((270, 370), (sets.Train.Count, sets.Test.Count));
        Assert.Equal(VowelSets.TestCounts, Enumerable.Range(0, 9).Select(speaker => sets.Test.Labels.Count(speaker)));
        Assert.Equal(7, sets.Train.Lengths.ToArray().Min());
        Assert.Equal(29, sets.Train.Lengths.ToArray().Max());
        Assert.Equal(sets.Train.Images.ToArray(), again.Train.Images.ToArray());
        Assert.NotEqual(sets.Train.Images.ToArray(), SyntheticVowels.Create(seed: 6).Train.Images.ToArray());
        Assert.NotEqual(sets.Train.Image(0).ToArray(), sets.Test.Image(0).ToArray());
    }

    [Fact]
    public void BuiltInSpeakersCannotBeToldByLength()
    {
        // The best that length alone can do: for each length the speaker who has it most often. 9 speakers by chance: 0.11.
        LabeledSequences train = SyntheticVowels.Create(SyntheticVowels.BuiltInSeed).Train, test = SyntheticVowels.Create(SyntheticVowels.BuiltInSeed).Test;
        Dictionary<int, int> speakerOf = Enumerable.Range(0, train.Count).GroupBy(index => train.Lengths[index]).ToDictionary(
            group => group.Key, group => group.GroupBy(index => train.Labels[index]).MaxBy(speaker => speaker.Count())!.Key);
        int right = Enumerable.Range(0, test.Count).Count(index => speakerOf.GetValueOrDefault(test.Lengths[index]) == test.Labels[index]);
        Assert.InRange(right / (double)test.Count, 0, 0.3);
    }

    [Fact]
    public void StandardizationLooksAtValidStepsOfItsOwnDataOnly()
    {
        float[] values = [1, 5, 3, 5, float.NaN, float.NaN, 5, 5, 7, 5, 0, 0];
        LabeledSequences data = new(values, new int[2], steps: 3, features: 2, classes: 1, lengths: new[] { 2, 2 });
        LabeledSequences other = new(new float[] { 4, 6 }, new int[1], steps: 1, features: 2, classes: 1);
        Standardization standardization = Standardization.Of(data);
        LabeledSequences result = standardization.Apply(data);

        // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5; the second feature never changes.
        float scale = (float)(1 / Math.Sqrt(5));
        float[] expected = [-3 * scale, 0, -scale, 0, 0, 0, scale, 0, 3 * scale, 0, 0, 0];
        Assert.All(expected.Zip(result.Images.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal([2, 2], result.Lengths.ToArray());
        Assert.Equal([0f, 1f], standardization.Apply(other).Images.ToArray());
    }

    [Fact]
    public void AWishToStopEndsTraining()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        VowelsTraining training = new(new VowelsOptions(), new PlainView(TextWriter.Null));
        Assert.Throws<OperationCanceledException>(() => training.Run(SyntheticVowels.Create(1), cancellation.Token));
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(["vowels", "--json", file, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, line => Regex.IsMatch(line, @"^Epoch 10, loss [\d.]+, held out: loss [\d.]+, accuracy [01]\.\d{4}$"));
        string accuracy = Assert.Single(run.Lines, line => line.StartsWith("Accuracy on all 370 test utterances: ", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(accuracy);

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        Assert.InRange(result.GetProperty("secondsTotal").GetDouble(), 1e-3, 1e4);
        Assert.InRange(result.GetProperty("epochs").GetInt32(), 1, new VowelsOptions().Epochs);
        Assert.Contains($"utterances: {result.GetProperty("testAccuracy").GetDouble():0.0000}, loss", accuracy);
        return result;
    }
}
