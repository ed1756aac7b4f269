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
            string line = Assert.Single(
                run.Lines, line => line.StartsWith("Accuracy on all 370 test utterances: ", StringComparison.Ordinal));
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
        LabeledSequences train = SyntheticVowels.Create(SyntheticVowels.BuiltInSeed).Train;
        LabeledSequences test = SyntheticVowels.Create(SyntheticVowels.BuiltInSeed).Test;
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
        Standardization standardization = Standardization.Learn(data);
        TrainingBatch result = new();
        Assert.True(new BatchSource(standardization.Apply(data), new BatchOptions { BatchSize = 2, Shuffle = false }).Read(result));

        // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5; the second feature never changes.
        float scale = (float)(1 / Math.Sqrt(5));
        float[] expected = [-3 * scale, 0, -scale, 0, 0, 0, scale, 0, 3 * scale, 0, 0, 0];
        Assert.All(expected.Zip(result.Inputs.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal([2, 2], result.Lengths.ToArray());
        Assert.True(new BatchSource(standardization.Apply(other), new BatchOptions { BatchSize = 1 }).Read(result));
        Assert.Equal([0f, 1f], result.Inputs.ToArray());
    }

    [Fact]
    public void NoiseFollowsFromSeedAndPlaceAndLeavesPaddingAlone()
    {
        LabeledSequences data = new(
            new float[40 * 5 * 12], new int[40], steps: 5, features: 12, classes: 9,
            lengths: Enumerable.Range(0, 40).Select(row => 1 + (row % 5)).ToArray());
        NoisySource Source(ulong seed) => new(new BatchSource(data, new BatchOptions { BatchSize = 10, Shuffle = false }), 0.5f, seed);
        NoisySource source = Source(1), again = Source(1);
        TrainingBatch batch = new(), other = new();
        List<float> values = [];
        for (int number = 0; number < 4; number++)
        {
            Assert.True(source.Read(batch));
            again.Position = new SourcePosition(0, number);
            Assert.True(again.Read(other));
            Assert.Equal(batch.Inputs.ToArray(), other.Inputs.ToArray());
            for (int row = 0; row < 10; row++)
            {
                int valid = batch.Lengths[row] * 12;
                values.AddRange(batch.Inputs.Slice(row * 5 * 12, valid));
                Assert.False(batch.Inputs[((row * 5 * 12) + valid)..((row + 1) * 5 * 12)].ContainsAnyExcept(0f));
            }
        }

        Assert.False(source.Read(batch));
        Assert.Equal(values.Count, values.Distinct().Count());
        Assert.InRange(values.Average(), -0.05, 0.05);
        Assert.InRange(Math.Sqrt(values.Average(value => value * value)), 0.45, 0.55);
        Assert.True(Source(2).Read(other));
        source.Position = new SourcePosition(1, 0);
        Assert.True(source.Read(batch));
        Assert.Empty(values.Intersect(other.Inputs.ToArray().Concat(batch.Inputs.ToArray()).Where(value => value != 0)));
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
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(["vowels", "--json", file, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, line => Regex.IsMatch(line, @"^Epoch 10, loss [\d.]+, held out: loss [\d.]+, accuracy [01]\.\d{4}$"));
        string accuracy = Assert.Single(
            run.Lines, line => line.StartsWith("Accuracy on all 370 test utterances: ", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(accuracy);

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        Assert.InRange(result.GetProperty("secondsTotal").GetDouble(), 1e-3, 1e4);
        Assert.InRange(result.GetProperty("epochs").GetInt32(), 1, new VowelsOptions().Training.Epochs);
        Assert.Contains($"utterances: {result.GetProperty("testAccuracy").GetDouble():0.0000}, loss", accuracy);
        return result;
    }
}
