using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Dropout: off in prediction, reproducible, its mean kept, and differentiated as it was drawn.</summary>
[Trait("Category", "Numerics")]
public sealed class DropoutTests
{
    private const int Rows = 6, Steps = 5;

    [Fact]
    public void PredictionDropsNothing()
    {
        DroppingStack dropping = Passes.Randomized(new DroppingStack(3), 5);
        KeepingStack keeping = new(3);
        keeping.Parameters.CopyFrom(dropping.Parameters);
        NetworkBatch batch = NetworkBatch.Random(KeepingStack.Description, 1, Rows, Steps, lengths: true, states: true);

        Passes.Predict(dropping, batch).HasBitsOf(Passes.Predict(keeping, batch), "prediction");
        Passes.Predict(dropping, batch.Pick(2)).HasBitsOf(Passes.Predict(keeping, batch.Pick(2)), "prediction of one row");
        ModelTrace dropped = dropping.Trace(batch.View), kept = keeping.Trace(batch.View);
        for (int step = 0; step < Steps; step++)
        {
            Expect.SameBits(kept["gru1/h"][step, 1], dropped["gru1/h"][step, 1], $"traced state of step {step}");
        }
    }

    /// <summary>
    /// The same seed and pass give the same masks, for any number of threads and in both modes; another pass gives others.
    /// </summary>
    [Fact]
    public void APassIsAFunctionOfItsSeedAndNumber()
    {
        DroppingStack isDynamic = Passes.Randomized(new DroppingStack(3), 5);
        StaticDroppingStack isStatic = new(3);
        isStatic.Parameters.CopyFrom(isDynamic.Parameters);
        NetworkBatch batch = NetworkBatch.Random(DroppingStack.Description, 1, Rows, Steps, lengths: true, states: true);
        DroppingStack.Trainer first = isDynamic.CreateTrainer(1), second = isDynamic.CreateTrainer(3);
        StaticDroppingStack.Trainer third = isStatic.CreateTrainer(2);
        (first.DropoutSeed, second.DropoutSeed, third.DropoutSeed) = (9, 9, 9);

        (Prediction forward, Gradients backward) = Passes.Backpropagate(first, batch);
        Assert.Equal(1, first.DropoutPass);
        (Prediction other, _) = Passes.Backpropagate(second, batch);
        other.HasBitsOf(forward, "three threads");
        (other, Gradients otherBackward) = Passes.Backpropagate(third, batch);
        other.HasBitsOf(forward, "static");
        otherBackward.HasBitsOf(backward, "static");
        first.DropoutPass = 0;
        Passes.Backpropagate(first, batch).Forward.HasBitsOf(forward, "again");
        Assert.NotEqual(forward.Outputs, Passes.Backpropagate(first, batch).Forward.Outputs);
        first.DropoutSeed = 10;
        first.DropoutPass = 0;
        Assert.NotEqual(forward.Outputs, Passes.Backpropagate(first, batch).Forward.Outputs);
    }

    /// <summary>Central differences of passes with the same masks.</summary>
    [Theory]
    [InlineData(nameof(DroppingStack))]
    [InlineData(nameof(DroppingProduct))]
    [InlineData(nameof(DroppingConcatenation))]
    public void GradientsAreThoseOfThePassAsItWasDrawn(string name)
    {
        (ITrainableModel model, IRnnTrainer trainer, Action again) = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);

        // What another batch leaves behind must not matter, least of all to the row without steps.
        Passes.Backpropagate(trainer, NetworkBatch.Random(model.Description, 9, Rows + 2, Steps, states: true));
        again();
        (_, Gradients backward) = Passes.Backpropagate(trainer, batch);
        ModelProperties.GradientsAreDifferenceQuotients(model, batch, backward.Parameters, stride: 3, () =>
        {
            again();
            return Passes.Backpropagate(trainer, batch).Forward;
        });
    }

    /// <summary>A model, a trainer of it, and what makes the next pass draw the first masks again.</summary>
    private static (ITrainableModel Model, IRnnTrainer Trainer, Action Again) Create(string name)
    {
        switch (name)
        {
            case nameof(DroppingStack):
                DroppingStack stack = Passes.Randomized(new DroppingStack(3), 5);
                DroppingStack.Trainer ofStack = stack.CreateTrainer(1);
                return (stack, ofStack, () => ofStack.DropoutPass = 0);
            case nameof(DroppingProduct):
                DroppingProduct product = Passes.Randomized(new DroppingProduct(3), 5);
                DroppingProduct.Trainer ofProduct = product.CreateTrainer(1);
                return (product, ofProduct, () => ofProduct.DropoutPass = 0);
            default:
                DroppingConcatenation pair = Passes.Randomized(new DroppingConcatenation(3), 5);
                DroppingConcatenation.Trainer ofPair = pair.CreateTrainer(1);
                return (pair, ofPair, () => ofPair.DropoutPass = 0);
        }
    }

    /// <summary>Of 40 · 64 · 20 inputs 30 % are dropped; the sum of the others, divided by 0.7, is that of all but for chance.</summary>
    [Fact]
    public void TheMeanIsKept()
    {
        DroppingDirections model = new(3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // h = tanh(x / 1000) of one input each, and no recurrence: the output is the mask times the input.
            edit.Values.Clear();
            Span<float> kernel = edit["rnn0/fw/kernel"];
            for (int unit = 0; unit < 40; unit++)
            {
                kernel[(unit * 50) + unit] = 1e-3f;
            }
        }

        const int Count = 64, Long = 20;
        float[] values = new float[Count * Long * 40];
        Array.Fill(values, 1);
        float[] outputs = new float[Count * Long * 100];
        model.CreateTrainer(2).Forward(new SequenceBatch(values, Count, Long), outputs);
        float[] used = [.. Enumerable.Range(0, Count * Long).SelectMany(step => outputs.Skip(step * 100).Take(40))];
        double mean = used.Average() / 1e-3;
        Assert.InRange(mean, 0.98, 1.02);

        // 0.7 of the inputs and 0.8 of the outputs are kept.
        double kept = used.Count(value => value != 0) / (double)used.Length;
        Assert.InRange(kept, 0.545, 0.575);
        Assert.All(used, value => Assert.True(value == 0 || Math.Abs(value - (1e-3 / 0.7 / 0.8)) < 1e-8, $"{value:R}"));
    }
}
