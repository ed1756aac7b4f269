using System;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Inputs with names as callers give them: a span for each, or the columns of a batch.</summary>
[Trait("Category", "Numerics")]
public sealed class GraphInputTests
{
    [Fact]
    public void AStepTakesASpanForEachInput()
    {
        DynamicShop shop = Passes.Randomized(new DynamicShop(3), 2);
        DynamicShop.State typed = default;
        float[] flat = new float[DynamicShop.StateSize], expected = new float[2], output = new float[2];
        float[] sales = NetworkBatch.Floats(1, 2), store = NetworkBatch.Floats(2, 4);
        for (int step = 0; step < 3; step++)
        {
            ((IRnnModel)shop).Step(sales, step, store, flat, expected);
            shop.Step(sales, step, store, ref typed, output);
            Expect.SameBits(expected, output, $"step {step}");
        }

        Assert.Throws<ArgumentException>(() => shop.Step(sales.AsSpan(1), 0, store, ref typed, output));
        Assert.Throws<ArgumentException>(() => shop.Step(sales, 0, sales, ref typed, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => shop.Step(sales, 7, store, ref typed, output));
        Assert.Equal(
            "DynamicShop reads sales 2 a step and a token a step and store 4 a sequence: give Step all of them.",
            Assert.Throws<NotSupportedException>(() => ((IRnnModel)shop).Step(sales, flat, output)).Message);
    }

    [Fact]
    public void ColumnsAreJoinedAndSplit()
    {
        float[] sound = [1, 2, 3], knob = [10, 11, 20, 21, 30, 31], joined = new float[9];
        DynamicAmplifier.JoinInputs(sound, knob, joined);
        Assert.Equal([1, 10, 11, 2, 20, 21, 3, 30, 31], joined);
        float[] sounds = new float[3], knobs = new float[6];
        DynamicAmplifier.SplitInputs(joined, sounds, knobs);
        Assert.Equal(sound, sounds);
        Assert.Equal(knob, knobs);
        DynamicAmplifier.SplitInputs(joined, default, knobs);
        Assert.Throws<ArgumentException>(() => DynamicAmplifier.JoinInputs(sound, knob.AsSpan(1), joined));
        Assert.Throws<ArgumentException>(() => DynamicAmplifier.JoinInputs(sound, knob, joined.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => DynamicAmplifier.JoinInputs(joined.AsSpan(0, 3), knob, joined));
    }

    [Fact]
    public void TheDescriptionNamesTheInputs()
    {
        ModelDescription shop = DynamicShop.Description;
        Assert.Equal(
            [
                new InputInfo("weekday", 3, InputKind.Tokens, 0), new InputInfo("sales", 2, InputKind.EveryStep, 0),
                new InputInfo("store", 4, InputKind.PerSequence, 0),
            ],
            shop.Inputs);
        Assert.Equal((5, 2, 4), (shop.InputSize, shop.StepInputSize, shop.SequenceInputSize));
        Assert.Equal([new InputInfo("input", 2, InputKind.EveryStep, 0)], DynamicSkip.Description.Inputs);
    }

    /// <summary>Names change no network; what is read does.</summary>
    [Fact]
    public void TheHashIsOfTheNetwork()
    {
        Assert.Equal(StaticSkip.Description.SpecHash, DynamicSkip.Description.SpecHash);
        Assert.Equal(DynamicSkip.Description.SpecHash, RenamedSkip.Description.SpecHash);
        Assert.NotEqual(DynamicSkip.Description.SpecHash, OtherSkip.Description.SpecHash);
        Assert.Equal(["lstm0/kernel", "lstm0/bias", "dry/kernel", "dry/bias"], Names(RenamedSkip.Description));
    }

    [Fact]
    public void AModelOfSeveralInputsLearns()
    {
        DynamicShop shop = new(1);
        NetworkBatch batch = NetworkBatch.Random(DynamicShop.Description, 3, 12, 6, lengths: true);
        float[] targets = NetworkBatch.Floats(9, 12 * 6 * 2);
        ISupervisedTrainer trainer = shop.CreateTrainer(1);
        Adam adam = new(0.02f);
        float first = trainer.Train(batch.View, targets, adam), last = first;
        for (int step = 0; step < 200; step++)
        {
            last = trainer.Train(batch.View, targets, adam);
        }

        Assert.True(last < first / 2, $"The loss went from {first} to {last}.");
    }

    private static string[] Names(ModelDescription model)
    {
        string[] names = new string[model.Parameters.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = model.Parameters[i].Name;
        }

        return names;
    }
}

/// <summary>The skip with another name.</summary>
[RnnModel(InputSize = 2), Lstm(6), Dense(1, Name = "dry"), Sum(From = ["dry", "input[0..1]"]), MeanSquaredError]
internal sealed partial class RenamedSkip;

/// <summary>The skip of the other column.</summary>
[RnnModel(InputSize = 2), Lstm(6), Dense(1, Name = "wet"), Sum(From = ["wet", "input[1..2]"]), MeanSquaredError]
internal sealed partial class OtherSkip;
