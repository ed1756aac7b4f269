using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What attention over the steps promises beside the values and gradients that all heads are tested for.</summary>
[Trait("Category", "Numerics")]
public sealed class AttentionTests
{
    private const int Rows = 6;

    [Theory]
    [InlineData("Scored", "attention/score 6x1")]
    [InlineData("Attended", "attention/kernel 17x5, attention/bias 5, attention/score 5x1")]
    public void ParametersStandBetweenLayersAndDenseLayers(string name, string expected)
    {
        ModelDescription model = HeadModels.Create(name, isStatic: false).Description;
        string names = string.Join(
            ", ", System.Linq.Enumerable.Select(model.Parameters, parameter => $"{parameter.Name} {string.Join('x', parameter.Shape)}"));
        Assert.Contains(expected, names, StringComparison.Ordinal);
        Assert.Equal(name == "Scored", names.EndsWith("dense1/kernel 6x3, dense1/bias 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Scored")]
    [InlineData("Attended")]
    public void TheTraceShowsTheWeightsOfEachStep(string name)
    {
        ITrainableModel model = Passes.Randomized(HeadModels.Create(name, isStatic: false), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, HeadModels.Steps, lengths: true);
        ModelTrace trace = model.Trace(batch.View);
        TraceTensor weights = trace["attention/weights"];
        Assert.Equal((1, HeadModels.Steps, Rows), (weights.Units, weights.Steps, weights.Rows));
        for (int row = 0; row < Rows; row++)
        {
            double sum = 0;
            for (int step = 0; step < HeadModels.Steps; step++)
            {
                float weight = weights[step, row][0];
                Assert.True(step < batch.Lengths[row] ? weight is > 0 and <= 1 : weight == 0, $"Step {step} of row {row}: {weight}.");
                sum += weight;
            }

            Assert.Equal(batch.Lengths[row] > 0 ? 1 : 0, sum, 1e-6);
        }

        if (name == "Scored")
        {
            double expected = 0, first = 0;
            ReadOnlySpan<float> v = model.Parameters["attention/score"];
            for (int step = 0; step < HeadModels.Steps; step++)
            {
                double score = 0;
                for (int unit = 0; unit < v.Length; unit++)
                {
                    score += v[unit] * trace["gru0/h"][step, 1][unit];
                }

                expected += Math.Exp(score);
                first = step == 0 ? Math.Exp(score) : first;
            }

            Assert.Equal(first / expected, weights[0, 1][0], 1e-6);
        }
    }

    /// <summary>exp of such scores is infinite; of their differences it is not.</summary>
    [Fact]
    public void LargeScoresDoNotOverflow()
    {
        DynamicScored model = new(3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["attention/score"].Fill(1e6f);
        }

        NetworkBatch batch = NetworkBatch.Random(DynamicScored.Description, 6, Rows, HeadModels.Steps, lengths: true);
        DynamicScored.Trainer trainer = model.CreateTrainer(1);
        Assert.True(float.IsFinite(trainer.ComputeGradients(batch.View, new int[Rows])));
        Assert.DoesNotContain(trainer.Gradients.ToArray(), gradient => !float.IsFinite(gradient));
        Assert.Equal(1, model.Trace(batch.View)["attention/weights"][0, 1][0] + model.Trace(batch.View)["attention/weights"][1, 1][0]
            + model.Trace(batch.View)["attention/weights"][2, 1][0] + model.Trace(batch.View)["attention/weights"][3, 1][0]
            + model.Trace(batch.View)["attention/weights"][4, 1][0]);
    }

    [Fact]
    public void WithoutAScoreAttentionIsTheMean()
    {
        DynamicScored model = new(3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["attention/score"].Clear();
        }

        NetworkBatch batch = NetworkBatch.Random(DynamicScored.Description, 6, 1, 4);
        ModelTrace trace = model.Trace(batch.View);
        for (int unit = 0; unit < 6; unit++)
        {
            double sum = 0;
            for (int step = 0; step < 4; step++)
            {
                sum += trace["gru0/h"][step, 0][unit];
            }

            Assert.Equal(sum / 4, trace["attention"][0, 0][unit], 1e-6);
        }
    }

    [Fact]
    public void ProbabilitiesOfYesNoOutputsAreTheLogisticFunction()
    {
        float[] logits = NetworkBatch.Floats(5, 3 * 7), probabilities = new float[3 * 7];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] *= 9;
        }

        DynamicMultiLabel.Probabilities(logits, probabilities);
        for (int i = 0; i < logits.Length; i++)
        {
            Assert.Equal(1 / (1 + Math.Exp(-logits[i])), probabilities[i], 2e-7);
        }

        Assert.Equal(
            "3 logits and 2 probabilities were given; there is one for each. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => DynamicMultiLabel.Probabilities(new float[3], new float[2])).Message);
        Assert.Equal(0, AllocationTests.Allocated(() => DynamicMultiLabel.Probabilities(logits, probabilities)));
    }
}
