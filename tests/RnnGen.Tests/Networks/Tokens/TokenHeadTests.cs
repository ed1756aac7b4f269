using System;
using System.Linq;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

[RnnModel, Embedding(6, 4), Gru(5)]
[Head("kind"), Dense(3), SoftmaxCrossEntropy]
[Head("level", Weight = 0.5), Dense(2, EveryStep = true), MeanSquaredError]
internal sealed partial class TokenHeads;

[RnnModel(InputSize = 4), Gru(5)]
[Head("kind"), Dense(3), SoftmaxCrossEntropy]
[Head("level", Weight = 0.5), Dense(2, EveryStep = true), MeanSquaredError]
internal sealed partial class FloatHeads;

/// <summary>An embedding below several heads: the bits of a model that reads the rows of the table.</summary>
[Trait("Category", "Numerics")]
public sealed class TokenHeadTests
{
    private const int Rows = 4, Steps = 5, Units = 4;
    private static readonly int[] Tokens = [0, 1, 2, 3, 4, 5, 0, 2, 4, 1, 3, 5, 5, 5, 1, 0, 2, 2, 3, 4];
    private static readonly int[] Lengths = [5, 2, 0, 4];
    private static readonly int[] Labels = [2, 0, 1, 2];

    [Fact]
    public void BothHeadsHaveTheBitsOfAModelOfFloats()
    {
        (TokenHeads tokens, FloatHeads floats, float[] rows) = Models();
        TokenBatch batch = new(Tokens, Rows, Steps) { Lengths = Lengths };
        SequenceBatch embedded = new(rows, Rows, Steps) { Lengths = Lengths };
        float[] levels = NetworkBatch.Floats(3, Rows * Steps * 2);
        TokenHeads.Trainer trainer = tokens.CreateTrainer(2);
        FloatHeads.Trainer reference = floats.CreateTrainer(1);

        float loss = trainer.ComputeGradients(batch, Labels, levels);

        Assert.Equal(reference.ComputeGradients(embedded, Labels, levels), loss);
        Expect.SameBits(reference.HeadLosses, trainer.HeadLosses, "losses");
        int table = TokenHeads.ParameterCount - FloatHeads.ParameterCount;
        Expect.SameBits(reference.Gradients, trainer.Gradients[table..], "gradients");
        Assert.True(trainer.Gradients[..table].ContainsAnyExcept(0f));

        float[] kinds = new float[Rows * 3], steps = new float[Rows * Steps * 2], both = new float[kinds.Length + steps.Length];
        tokens.Predict(batch, kinds, steps);
        ((IRnnModel)tokens).Predict(batch, both);
        Expect.SameBits([.. kinds, .. steps], both, "the interface");
        float[] otherKinds = new float[kinds.Length], otherSteps = new float[steps.Length];
        floats.Predict(embedded, otherKinds, otherSteps);
        Expect.SameBits([.. otherKinds, .. otherSteps], both, "prediction");

        ISupervisedTrainer general = trainer;
        Assert.Equal(loss, general.ComputeGradients(batch, [Labels, levels]));
    }

    [Fact]
    public void AStepGivesBothHeads()
    {
        (TokenHeads tokens, _, _) = Models();
        float[] kinds = new float[3], levels = new float[2], both = new float[5];
        float[] expected = new float[3], steps = new float[Steps * 2];
        tokens.Predict(new TokenBatch(Tokens.AsSpan(0, Steps), 1, Steps), expected, steps);
        TokenHeads.State state = default;
        float[] flat = new float[TokenHeads.Description.StateSize];
        for (int step = 0; step < Steps; step++)
        {
            tokens.Step(Tokens[step], ref state, kinds, levels);
            ((IRnnModel)tokens).Step(Tokens[step], flat, both);
            Expect.SameBits([.. kinds, .. levels], both, "the interface");
            Expect.SameToRounding(steps.AsSpan(2 * step, 2), levels, $"level of step {step}");
        }

        Expect.SameToRounding(expected, kinds, "kind");
    }

    [Fact]
    public void FloatsAreRefusedThroughTheInterfaces()
    {
        (TokenHeads tokens, _, float[] rows) = Models();
        ISupervisedTrainer trainer = tokens.CreateTrainer(1);
        Assert.Throws<NotSupportedException>(() => trainer.ComputeGradients(new SequenceBatch(rows, Rows, Steps), []));
        Assert.Throws<NotSupportedException>(() => ((IRnnModel)tokens).Predict(new SequenceBatch(rows, Rows, Steps), new float[Rows * 13]));
    }

    [Fact]
    public void TrainingLowersTheLoss()
    {
        (TokenHeads tokens, _, _) = Models();
        TokenHeads.Trainer trainer = tokens.CreateTrainer(1);
        float[] levels = new float[Rows * Steps * 2];
        Adam adam = new(0.05f);
        TokenBatch batch = new(Tokens, Rows, Steps);
        float first = trainer.Train(batch, Labels, levels, adam), last = first;
        for (int step = 0; step < 30; step++)
        {
            // Through the class and through the interface.
            last = step % 2 == 0
                ? trainer.Train(batch, Labels, levels, adam, clipping: new GlobalNormClipping(1))
                : ((ISupervisedTrainer)trainer).Train(batch, [Labels, levels], adam, clipping: new GlobalNormClipping(1));
        }

        Assert.True(last < 0.2 * first, $"The loss went from {first} to {last}.");
    }

    private static (TokenHeads Tokens, FloatHeads Floats, float[] Rows) Models()
    {
        TokenHeads tokens = new(3);
        FloatHeads floats = new(3);
        using (ParameterEdit edit = floats.Parameters.Edit())
        {
            tokens.Parameters.Values[(TokenHeads.ParameterCount - FloatHeads.ParameterCount)..].CopyTo(edit.Values);
        }

        float[] table = tokens.Parameters["embedding/table"].ToArray();
        return (tokens, floats, [.. Tokens.SelectMany(token => table.Skip(token * Units).Take(Units))]);
    }
}
