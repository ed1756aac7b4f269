using System;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Networks that read tokens: values and gradients of the table, against one-hot inputs and difference quotients.</summary>
[Trait("Category", "Numerics")]
public sealed class TokenTests
{
    private const int Rows = 6, Steps = 5;

    public static TheoryData<string> Models =>
    [
        nameof(CharacterModel), nameof(StaticCharacterModel), nameof(TokenDirections), nameof(TokensReversed), nameof(TokenDropout),
        nameof(WideTokens),
        nameof(SmallStaticTokens),
    ];

    public static TheoryData<string> Streams =>
        [
            nameof(CharacterModel),
            nameof(StaticCharacterModel),
            nameof(TokenDropout),
            nameof(WideTokens),
            nameof(SmallStaticTokens),
            nameof(LongRows),
            nameof(FixedTokens),
        ];

    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreDifferenceQuotients(string name)
    {
        foreach ((bool lengths, bool states) in new[] { (false, false), (true, true) })
        {
            ITrainableModel model = (ITrainableModel)Create(name);
            TokenSequences batch = TokenSequences.Random(model.Description, 6, Rows, Steps, lengths, states);
            if (name == nameof(TokenDirections))
            {
                // The padding token has no gradient.
                batch.Tokens.AsSpan().Replace(2, 3);
            }

            IRnnTrainer trainer = model.CreateTrainer(1);
            TokenDropout.Trainer? drops = trainer as TokenDropout.Trainer;
            (_, Gradients gradients) = batch.Backpropagate(trainer);

            ModelProperties.GradientsAreDifferenceQuotients(model, batch.Shape, gradients.Parameters, stride: name == nameof(WideTokens)
                ? 17
                : 1, () =>
            {
                drops?.DropoutPass = 0;
                return batch.Forward(trainer);
            });
            Prediction prediction = batch.Predict(model);
            if (drops is null)
            {
                prediction.HasBitsOf(batch.Forward(trainer), "prediction");
            }
        }
    }

    /// <summary>A token is a one-hot input whose rows of the kernel are table·W.</summary>
    [Fact]
    public void TokensAreOneHotInputs()
    {
        const int V = CharacterModel.Vocabulary, E = CharacterModel.InputSize, Columns = 24;
        CharacterModel model = (CharacterModel)Create(nameof(CharacterModel));
        OneHotModel hot = new();
        float[] table = model.Parameters["embedding/table"].ToArray(), kernel = model.Parameters["lstm0/kernel"].ToArray();
        using (ParameterEdit edit = hot.Parameters.Edit())
        {
            Span<float> target = edit["lstm0/kernel"];
            for (int i = 0; i < V * Columns; i++)
            {
                target[i] =
                    (float)Enumerable.Range(0, E).Sum(e => (double)table[((i / Columns) * E) + e] * kernel[(e * Columns) + (i % Columns)]);
            }

            kernel.AsSpan(E * Columns).CopyTo(target[(V * Columns)..]);
            foreach (string name in new[] { "lstm0/bias", "dense1/kernel", "dense1/bias" })
            {
                model.Parameters[name].CopyTo(edit[name]);
            }
        }

        TokenSequences batch = TokenSequences.Random(CharacterModel.Description, 6, Rows, Steps, lengths: true, states: true);
        float[] inputs = new float[Rows * Steps * V];
        for (int i = 0; i < batch.Tokens.Length; i++)
        {
            inputs[(i * V) + batch.Tokens[i]] = 1;
        }

        IRnnTrainer hotTrainer = hot.CreateTrainer(1);
        (Prediction forward, Gradients backward) = batch.Backpropagate(model.CreateTrainer(1));
        (Prediction expected, Gradients hotGradients) = Passes.Backpropagate(hotTrainer, batch.Shape with { Values = inputs });

        Expect.SameToRounding(expected.Outputs, forward.Outputs, "outputs");
        Expect.SameToRounding(expected.FinalStates, forward.FinalStates, "final states");
        Expect.SameToRounding(hotGradients.InitialStates, backward.InitialStates, "gradients of the initial states");
        double[] tableGradient = new double[V * E];
        for (int i = 0; i < tableGradient.Length; i++)
        {
            // dtable = dK·Wᵀ, K = table·W.
            tableGradient[i] = Enumerable.Range(0, Columns)
                .Sum(c => (double)hotGradients.Parameters[((i / E) * Columns) + c] * kernel[((i % E) * Columns) + c]);
        }

        Expect.Close(tableGradient, backward.Parameters.AsSpan(0, V * E), "gradient of the table");
    }

    [Fact]
    public void TheGradientOfARowIsTheSumOfItsPlaces()
    {
        WideTokens model = (WideTokens)Create(nameof(WideTokens));
        TokenSequences batch = TokenSequences.Random(WideTokens.Description, 6, Rows, Steps, lengths: true);
        (_, Gradients gradients) = batch.Backpropagate(model.CreateTrainer(1));
        float[] sums = new float[WideTokens.Vocabulary * WideTokens.InputSize];
        for (int step = 0; step < Steps; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int unit = 0; unit < WideTokens.InputSize && step < batch.Lengths[row]; unit++)
                {
                    int place = (row * Steps) + step;
                    sums[(batch.Tokens[place] * WideTokens.InputSize) + unit] += gradients.Inputs[(place * WideTokens.InputSize) + unit];
                }
            }
        }

        Expect.SameBits(sums, gradients.Parameters.AsSpan(0, sums.Length), "gradient of the table");
    }

    /// <summary>A table may have many rows: those that no pass touches are neither cleared nor written.</summary>
    [Fact]
    public void OnlyTheRowsOfThePassAndThePassBeforeAreWritten()
    {
        const int E = WideTokens.InputSize;
        WideTokens model = (WideTokens)Create(nameof(WideTokens));
        WideTokens.Trainer used = model.CreateTrainer(1), fresh = model.CreateTrainer(1);
        TokenSequences first = new([1, 1, 3, 7], 2, 2), second = new([3, 9, 4, 29], 2, 2) { Lengths = [2, 1] }, skipped = new([5, 6], 1, 2);
        first.Backpropagate(used);
        Span<float> gradients = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(used.Gradients), WideTokens.ParameterCount);
        gradients.Slice(20 * E, E).Fill(42);
        skipped.Forward(used);
        second.Backpropagate(used);
        second.Backpropagate(used);
        Expect.Filled(gradients.Slice(20 * E, E), 42, "a row that no pass has seen");

        gradients.Slice(20 * E, E).Clear();
        (_, Gradients expected) = second.Backpropagate(fresh);
        Expect.SameBits(expected.Parameters, gradients, "after other passes");
        for (int token = 0; token < WideTokens.Vocabulary; token++)
        {
            Assert.Equal(token is 3 or 9 or 4, gradients.Slice(token * E, E).IndexOfAnyExcept(0) >= 0);
        }

        // Twice back through one forward pass.
        used.Backward(Passes.OutputUpstream(model, second.Shape), []);
        used.Backward(
            Passes.OutputUpstream(model, second.Shape),
            MemoryMarshal.Cast<float, WideTokens.State>(Passes.StateUpstream(model, second.Shape)));
        Expect.SameBits(expected.Parameters, used.Gradients, "a second time");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatStandsPastALengthIsNotLookedAt(string name)
    {
        ITrainableModel model = (ITrainableModel)Create(name);
        TokenSequences batch = TokenSequences.Random(model.Description, 6, Rows, Steps, lengths: true);
        (Prediction forward, Gradients backward) = batch.Backpropagate(model.CreateTrainer(1));
        Prediction prediction = batch.Predict(model);

        (Prediction otherForward, Gradients otherBackward) = batch.WithGarbage().Backpropagate(model.CreateTrainer(2));
        otherForward.HasBitsOf(forward, "garbage");
        otherBackward.HasBitsOf(backward, "garbage");
        batch.WithGarbage().Predict(model).HasBitsOf(prediction, "prediction");
        for (int row = 0; row < Rows; row++)
        {
            Expect.SameBits(
                batch.Shape.Take(prediction.Outputs, row), batch.WithGarbage().Pick(row).Predict(model).Outputs, $"row {row} alone");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void StepsGiveThePrediction(string name)
    {
        IRnnModel model = Create(name);
        TokenSequences batch = TokenSequences.Random(model.Description, 4, 1, Steps, states: true);
        Prediction prediction = batch.Predict(model);
        float[] state = (float[])batch.States.Clone(), output = new float[model.Description.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            model.Step(batch.Tokens[step], state, output);
            if (model.Description.OutputsEveryStep)
            {
                Expect.SameToRounding(prediction.Outputs.AsSpan(step * output.Length, output.Length), output, $"step {step}");
            }
        }

        Expect.SameToRounding(prediction.Outputs.AsSpan(^output.Length..), output, "last step");
        Expect.SameToRounding(prediction.FinalStates, state, "final state");
        BlockProperties.BlocksAreSteps(model);
    }

    [Fact]
    public void LayoutsHoldTheSameTokens()
    {
        CharacterModel model = (CharacterModel)Create(nameof(CharacterModel));
        TokenSequences batch = TokenSequences.Random(CharacterModel.Description, 4, Rows, Steps, lengths: true);
        float[] asFloats = Array.ConvertAll(batch.Tokens, token => (float)token);
        int[] transposed = Array.ConvertAll(NetworkBatch.Transposed(asFloats, Rows, Steps), token => (int)token);
        TokenSequences timeMajor = batch with { Tokens = transposed, Layout = SequenceLayout.TimeMajor };

        Prediction expected = batch.Predict(model), actual = timeMajor.Predict(model);
        Expect.SameBits(NetworkBatch.Transposed(expected.Outputs, Rows, Steps), actual.Outputs, "outputs");
        ModelTrace trace = model.Trace(timeMajor.View);
        ReadOnlySpan<float> row = model.Parameters["embedding/table"].Slice(
            batch.Tokens[Steps + 2] * CharacterModel.InputSize, CharacterModel.InputSize);
        Expect.SameBits(row, trace["x"][2, 1], "traced input");
    }

    [Fact]
    public void AModelLearnsWhichTokenFollows()
    {
        CharacterModel model = new(1);
        CharacterModel.Trainer trainer = model.CreateTrainer(1);
        int[] tokens = [.. Enumerable.Range(0, 40).Select(i => i * i % CharacterModel.Vocabulary)], next = [.. tokens.Skip(1), 0];
        Adam adam = new(0.05f);
        float first = trainer.Train(new TokenBatch(tokens, 1, 40), next, adam), last = first;
        for (int i = 0; i < 100; i++)
        {
            last = trainer.Train(new TokenBatch(tokens, 1, 40), next, adam);
        }

        Assert.True(last < first / 10, $"{first} to {last}");
    }

    [Fact]
    public void ThePaddingTokenStartsAtZeroAndLearnsNothing()
    {
        TokenDirections model = new(3);
        const int E = TokenDirections.InputSize;
        Expect.Filled(model.Parameters["embedding/table"].Slice(2 * E, E), 0, "row of the padding token");
        Expect.SameBits([0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0], new FixedTokens(1).Parameters["embedding/table"], "table");
        (_, Gradients gradients) = new TokenSequences([2, 1, 2, 2], 2, 2).Backpropagate(model.CreateTrainer(1));
        Expect.Filled(gradients.Parameters.AsSpan(2 * E, E), 0, "gradient of the padding token");
        Assert.True(gradients.Parameters.AsSpan(E, E).IndexOfAnyExcept(0) >= 0);
    }

    [Fact]
    public void PresetsStartTheTable()
    {
        Assert.Equal(ParameterInitializer.GlorotUniform(11, 5), CharacterModel.Description.Parameters[0].Initializer);
        Assert.Equal(ParameterInitializer.Uniform(0.05f), TokensReversed.Description.Parameters[0].Initializer);
        Assert.Equal(ParameterInitializer.Normal(1), TokenDirections.Description.Parameters[0].Initializer);
        Assert.Equal("embedding/table", CharacterModel.Description.Parameters[0].Name);
        Assert.Equal([11, 5], CharacterModel.Description.Parameters[0].Shape);
    }

    internal static IRnnModel Create(string name) => Passes.Randomized<IRnnModel>(
        name switch
        {
            nameof(CharacterModel) => new CharacterModel(3),
            nameof(StaticCharacterModel) => new StaticCharacterModel(3),
            nameof(TokenDirections) => new TokenDirections(3),
            nameof(TokensReversed) => new TokensReversed(3),
            nameof(TokenDropout) => new TokenDropout(3),
            nameof(WideTokens) => new WideTokens(3),
            nameof(SmallStaticTokens) => new SmallStaticTokens(3),
            nameof(LongRows) => new LongRows(3),
            _ => new FixedTokens(3),
        },
        5);
}
