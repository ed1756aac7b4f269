using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class StandardizationTests
{
    [Fact]
    public void MeansAndDeviationsAreThoseOfTheDefinition()
    {
        float[] values = [.. Enumerable.Range(0, 600).Select(i => (float)((Math.Sin(i) * 3) + (i % 2 == 0 ? 1e4 : -7)))];
        StandardizationLearner learner = new(2);
        learner.Add(values.AsSpan(0, 100));
        learner.Add(values.AsSpan(100));
        Standardization learned = learner.Finish();

        for (int feature = 0; feature < 2; feature++)
        {
            double[] column = [.. values.Where((_, i) => i % 2 == feature).Select(value => (double)value)];
            double mean = column.Average(), deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, learned.Means[feature], 1e-8);
            Assert.Equal(deviation, learned.Deviations[feature], 1e-8);
        }
    }

    [Fact]
    public void AConstantColumnBecomesZero()
    {
        StandardizationLearner learner = new(1);
        learner.Add(Enumerable.Repeat(0.1f, 77).ToArray());
        Standardization learned = learner.Finish();
        float[] values = [0.1f, 0.1f];
        learned.Apply(values);

        Assert.Equal(1, learned.Deviations[0]);
        Assert.Equal([0, 0], values);
    }

    [Fact]
    public void InvertUndoesApply()
    {
        Standardization standardization = new([10, -3], [4, 0.5]);
        float[] values = [14, -3, 6, -2.5f], second = [-2, 2];
        standardization.Apply(values);
        standardization.Invert(second, [1]);

        Assert.Equal([1, 0, -1, 1], values);
        Assert.Equal([-4, -2], second);
        standardization.Invert(values);
        Assert.Equal([14, -3, 6, -2.5f], values);
    }

    [Fact]
    public void OnlyWhatIsTrainedOnIsLearned()
    {
        TimeSeriesTable table = new(["x"], [new TimeSeries("", new long[] { 1, 2, 3, 4 }, new float[] { 1, 3, 1000, -5000 })]);

        Standardization learned = Standardization.Learn(table, new TimeSplit(3, 4));

        Assert.Equal((2, 1), (learned.Means[0], learned.Deviations[0]));
    }

    [Fact]
    public void OnlyValidStepsAreLearned()
    {
        LabeledSequences data = new(
            new float[] { 1, 3, 999, 5, 777, 777 }, new[] { 0, 0 }, steps: 3, features: 1, classes: 1, lengths: new[] { 2, 1 });
        Standardization learned = Standardization.Learn(data);

        Assert.Equal(3, learned.Means[0], 1e-12);
        Copied batch = Assert.Single(
            Samples.Rest(new BatchSource(learned.Apply(data), new BatchOptions { BatchSize = 2, Shuffle = false })));
        float one = (float)(2 / learned.Deviations[0]);
        Assert.Equal([-one, 0, 0, one, 0, 0], batch.Inputs);
    }

    [Fact]
    public void IsStoredWithTheModelToTheLastBit()
    {
        using TemporaryFile file = new("model.safetensors");
        Standardization standardization = new([Math.PI, -1e-300], [Math.E, 1 / 3.0]);
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("a\"\n🙂");
        ForecastModel model = new(seed: 1), other = new(seed: 2);
        Dictionary<string, string> texts = [];
        standardization.AddTo(texts);
        vocabulary.AddTo(texts);
        model.Parameters.Save(file.Path, texts);
        other.Parameters.Load(file.Path);
        IReadOnlyDictionary<string, string> read = ModelParameters.ReadMetadata(file.Path);

        Assert.Equal(model.Parameters.Values, other.Parameters.Values);
        Assert.Equal(standardization.Means, Standardization.From(read).Means);
        Assert.Equal(standardization.Deviations, Standardization.From(read).Deviations);
        Assert.Equal("\n\"a🙂", CharacterVocabulary.From(read).Decode([0, 1, 2, 3]));
        Assert.Contains(
            "standardization/targets/means", Assert.Throws<InvalidDataException>(() => Standardization.From(read, "targets")).Message);
        Assert.Throws<ArgumentException>(() => model.Parameters.Save(file.Path, new Dictionary<string, string> { ["format"] = "mine" }));
    }
}
