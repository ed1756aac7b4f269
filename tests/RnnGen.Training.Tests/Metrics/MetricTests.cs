using System;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

public sealed class MetricTests
{
    private static readonly float[][] Logits = [[1, 3, 2], [0, 0, 0], [5, 1, 4], [-1, -2, 8]];
    private static readonly int[] Labels = [1, 2, 2, 0];

    [Fact]
    public void ClassMetricsAreThoseByHand()
    {
        Assert.Equal(0.25, OfLabels(new AccuracyMetric()));
        // Ranks of the labels: 0, 2 (ties by class), 1, 1.
        Assert.Equal([0.25, 0.75, 1], new[] { 1, 2, 3 }.Select(k => OfLabels(new TopAccuracyMetric(k))));

        double entropy = Enumerable.Range(0, 4)
            .Average(row => Math.Log(Logits[row].Sum(logit => Math.Exp(logit))) - Logits[row][Labels[row]]);
        Assert.Equal(entropy, OfLabels(new CrossEntropyMetric()), 1e-6);
        Assert.Equal(Math.Exp(entropy), OfLabels(new PerplexityMetric()), 1e-4);
    }

    [Fact]
    public void CrossEntropySurvivesLargeLogitsAndTakesProbabilities()
    {
        CrossEntropyMetric metric = new();
        metric.Reset(2);
        metric.Add([10_000, 9_999], 1);
        Assert.Equal(1 + Math.Log(1 + Math.Exp(-1)), metric.Value, 1e-6);

        metric.Reset(2);
        metric.Add([0, 0], [0.25f, 0.75f]);
        Assert.Equal(Math.Log(2), metric.Value, 1e-6);
    }

    [Fact]
    public void AConfusionMatrixCounts()
    {
        ConfusionMatrixMetric matrix = new();

        Assert.Equal(0.25, OfLabels(matrix));
        Assert.Equal([0, 0, 1, 0, 1, 0, 2, 0, 0], Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3]));
        Assert.Equal(0.25, OfLabels(matrix));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[3, 0]);
    }

    [Fact]
    public void ErrorsOfValuesAreThoseByHand()
    {
        Assert.Equal((1 + 3 + 0 + 2) / 4.0, OfValues(new MeanAbsoluteErrorMetric()));
        Assert.Equal((1 + 9 + 0 + 4) / 4.0, OfValues(new MeanSquaredErrorMetric()));
        Assert.Equal(Math.Sqrt(3.5), OfValues(new RootMeanSquaredErrorMetric()), 1e-12);
        BinaryAccuracyMetric binary = new();
        binary.Reset(2);
        binary.Add([3, -1], [1, 1]);
        binary.Add([-3, 0], [0, 0]);
        Assert.Equal(0.75, binary.Value);
        Assert.Throws<NotSupportedException>(() => OfLabels(new MeanAbsoluteErrorMetric()));

        static double OfValues(Metric metric)
        {
            metric.Reset(2);
            metric.Add([1, 2], [2, 5]);
            // Of a Gaussian likelihood the outputs behind the means are log-variances.
            metric.Add([7, 8, 99, 99], [7, 6]);
            return metric.Value;
        }
    }

    [Fact]
    public void AnEvaluationIsThatOfPredictionsWithoutPaddingAndIgnoredLabels()
    {
        TaggingModel model = new(seed: 4);
        SequenceShape shape = new()
        {
            Features = 3,
            Targets = TargetForm.Labels,
            TargetSize = 4,
            TargetsEveryStep = true,
            IgnoredLabel = -1,
        };
        float[] inputs = [.. Enumerable.Range(0, 18).Select(i => (float)Math.Sin(i))];
        int[] labels = [0, 1, -1, 3, 2, 1];
        ModelEvaluator evaluator = new(model, [new AccuracyMetric(), new CrossEntropyMetric()]);
        BatchSource source = FitData.Source(new SequenceArrays(shape, new[] { 4, 2 }, inputs, labels: labels), 2, shuffle: false);

        Assert.Equal(5, evaluator.Evaluate(source));

        float[] first = new float[16], second = new float[8];
        model.Predict(new SequenceBatch(inputs.AsSpan(0, 12), 1, 4), first);
        model.Predict(new SequenceBatch(inputs.AsSpan(12), 1, 2), second);
        float[][] logits = [.. first.Concat(second).Chunk(4)];
        int[] counted = [0, 1, 3, 4, 5];
        double entropy = counted.Average(i => Math.Log(logits[i].Sum(logit => Math.Exp(logit))) - logits[i][labels[i]]);
        Assert.Equal(entropy, evaluator.Values["cross entropy"], 1e-6);
        Assert.Equal(
            counted.Average(i => logits[i].Index().MaxBy(pair => pair.Item).Index == labels[i] ? 1.0 : 0), evaluator.Values["accuracy"]);
    }

    [Fact]
    public void StatesAreCarriedInAnEvaluation()
    {
        CharacterModel model = new(seed: 4);
        int[] tokens = [.. Enumerable.Range(0, 25).Select(i => i * i % 7 % 3)];
        ModelEvaluator evaluator = new(model, [new CrossEntropyMetric()]);
        evaluator.Evaluate(new TokenSource(tokens, 3, new TokenOptions { BatchSize = 2, Steps = 4, OneHot = true }));
        double pieces = evaluator.Values["cross entropy"];
        evaluator.Evaluate(new TokenSource(tokens, 3, new TokenOptions { BatchSize = 2, Steps = 12, OneHot = true }));

        Assert.Equal(evaluator.Values["cross entropy"], pieces, 1e-6);
    }

    [Fact]
    public void ACurveKeepsEvenlySpacedSteps()
    {
        StepCurve curve = new();
        for (long step = 0; step < 20_000; step++)
        {
            curve.Add(new StepRecord(step, 0, step, 0, 0, 0));
        }

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => 8L * i), curve.Records.Select(record => record.Step));
    }

    private static double OfLabels(Metric metric)
    {
        metric.Reset(3);
        for (int row = 0; row < 4; row++)
        {
            metric.Add(Logits[row], Labels[row]);
        }

        return metric.Value;
    }
}
