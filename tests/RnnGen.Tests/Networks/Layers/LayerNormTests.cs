using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Layer normalisation inside cells and between layers.</summary>
[Trait("Category", "Numerics")]
public sealed class LayerNormTests
{
    public static TheoryData<string> Models =>
    [
        nameof(NormalizedLstm), nameof(NormalizedGrus), nameof(NormalizedStack), nameof(StaticNormalizedStack),
        nameof(NormalizedDirections), nameof(NormalizedSteps), nameof(NormalizedOptions),
        nameof(NormalizedTextLayer), nameof(AwkwardlyNormalized), nameof(NormalizedProducts),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreThoseOfTheReference(string name) => LayerFormTests.MatchesTheReference(Create(name));

    [Theory]
    [MemberData(nameof(Models))]
    public void NeitherPaddingNorCompanyNorThreadsChangeAnything(string name) =>
        ModelProperties.NothingAroundARowMatters(Passes.Randomized(Create(name), 5), states: true);

    [Theory]
    [InlineData(nameof(NormalizedLstm))]
    [InlineData(nameof(NormalizedGrus))]
    [InlineData(nameof(NormalizedStack))]
    [InlineData(nameof(StaticNormalizedStack))]
    [InlineData(nameof(NormalizedSteps))]
    [InlineData(nameof(NormalizedOptions))]
    [InlineData(nameof(AwkwardlyNormalized))]
    [InlineData(nameof(NormalizedProducts))]
    public void StepsGiveThePrediction(string name) =>
        ModelProperties.StepsGiveThePrediction(Passes.Randomized(Create(name), 5), states: true);

    [Fact]
    public void AStaticModelHasTheBitsOfADynamicOne() =>
        ModelProperties.ModesAreEqual(new StaticNormalizedStack(3), new NormalizedStack(3));

    [Fact]
    public void GainsStartAsOneAndShiftsAsTheBiasesThatTheyReplace()
    {
        NormalizedGrus model = new(3);
        Assert.All(model.Parameters["gru0/reset/gamma"].ToArray(), value => Assert.Equal(1f, value));
        Assert.All(model.Parameters["gru0/update/beta"].ToArray(), value => Assert.Equal(1f, value));
        Assert.All(model.Parameters["gru0/candidate/beta"].ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal(
            [
                "lstm0/kernel",
                "lstm0/input/gamma",
                "lstm0/input/beta",
                "lstm0/transform/gamma",
                "lstm0/transform/beta",
                "lstm0/forget/gamma",
                "lstm0/forget/beta",
                "lstm0/output/gamma",
                "lstm0/output/beta",
                "lstm0/state/gamma",
                "lstm0/state/beta",
            ],
            NormalizedLstm.Description.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void ACellHasTheBitsOfItsEquationsAsText()
    {
        NormalizedLstm cell = Passes.Randomized(new NormalizedLstm(3), 5);
        NormalizedTextLayer text = new(3);
        using (ParameterEdit edit = text.Parameters.Edit())
        {
            cell.Parameters.Values.CopyTo(edit.Values);
        }

        NetworkBatch batch = NetworkBatch.Random(NormalizedLstm.Description, 6, 6, 5, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(cell.CreateTrainer(2), batch);
        (Prediction textForward, Gradients textBackward) = Passes.Backpropagate(text.CreateTrainer(2), batch);
        textForward.HasBitsOf(forward, "text");
        textBackward.HasBitsOf(backward, "text");
    }

    /// <summary>Zeros at the zero state have no variance: each such step scales gradients by 1 / √epsilon.</summary>
    [Fact]
    public void SequencesThatBeginWithZerosHaveFiniteGradients()
    {
        NetworkBatch batch = NetworkBatch.Random(NormalizedClassifier.Description, 1, 4, 12);
        for (int row = 0; row < 4; row++)
        {
            batch.Values.AsSpan(row * 12 * 4, 8 * 4).Clear();
        }

        NormalizedClassifier.Trainer trainer = new NormalizedClassifier(3).CreateTrainer(1);
        Assert.True(float.IsFinite(trainer.ComputeGradients(batch.View, [0, 1, 2, 1])));
        Assert.All(trainer.Gradients.ToArray(), gradient => Assert.True(float.IsFinite(gradient)));
    }

    /// <summary>A shift of all inputs of a step, or a factor on them, is normalised away.</summary>
    [Fact]
    public void NeitherShiftNorScaleOfTheInputsMatters()
    {
        NormalizedStack model = Passes.Randomized(new NormalizedStack(3), 5);
        NetworkBatch batch = NetworkBatch.Random(NormalizedStack.Description, 1, 4, 5);
        NetworkBatch moved = new(Array.ConvertAll(batch.Values, value => (3 * value) + 2), 4, 5);
        float[] expected = Passes.Predict(model, batch).Outputs, actual = Passes.Predict(model, moved).Outputs;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-3);
        }
    }

    private static ITrainableModel Create(string name) => name switch
    {
        nameof(NormalizedLstm) => new NormalizedLstm(3),
        nameof(NormalizedGrus) => new NormalizedGrus(3),
        nameof(NormalizedStack) => new NormalizedStack(3),
        nameof(StaticNormalizedStack) => new StaticNormalizedStack(3),
        nameof(NormalizedDirections) => new NormalizedDirections(3),
        nameof(NormalizedSteps) => new NormalizedSteps(3),
        nameof(NormalizedOptions) => new NormalizedOptions(3),
        nameof(NormalizedTextLayer) => new NormalizedTextLayer(3),
        nameof(AwkwardlyNormalized) => new AwkwardlyNormalized(3),
        nameof(NormalizedProducts) => new NormalizedProducts(3),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
