using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// Networks that read tokens: equal bits in every schedule, at every width, with any number of threads; allocation; refusals.
/// </summary>
[Collection(ExclusiveCollection.Name)]
public sealed class TokenRunTests : IDisposable
{
    private const int Rows = 13, Steps = 5;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [InlineData(nameof(CharacterModel), nameof(StaticCharacterModel))]
    [InlineData(nameof(WideTokens), null)]
    [InlineData(nameof(TokenDirections), null)]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name, string? other)
    {
        float[] expected = Run(name, 128, 1);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            for (int threads = 1; threads <= 4; threads++)
            {
                Expect.SameBits(expected, Run(name, bits, threads), $"{bits} bits, {threads} threads");
                if (other is not null)
                {
                    Expect.SameBits(expected, Run(other, bits, threads), $"static, {bits} bits, {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        CharacterModel model = new(1) { Threads = 1 };
        TokenSequences large = TokenSequences.Random(CharacterModel.Description, 1, Rows, Steps, lengths: true), small = large.Pick(3, 4);
        CharacterModel.Trainer trainer = model.CreateTrainer(1);
        CharacterModel.State state = default;
        float[] outputs = new float[Rows * Steps * CharacterModel.OutputSize], output = new float[CharacterModel.OutputSize];
        int[] labels = NetworkBatch.Labels(1, Rows * Steps, CharacterModel.OutputSize);
        Sgd sgd = new();

        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            trainer.Train(large.View, labels, sgd);
            trainer.Train(small.View, labels.AsSpan(0, 2 * Steps), sgd);
        }));
        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            model.Predict(large.View, outputs);
            model.Predict(small.View, outputs.AsSpan(0, 2 * Steps * CharacterModel.OutputSize));
            model.Step(3, ref state, output);
        }));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void ATokenOutsideTheVocabularyIsRefusedBeforeAnyWork(int token)
    {
        CharacterModel model = new(1);
        int[] tokens = [1, 2, 3, 4, token, 6], labels = [1, 1, 1, 1, 1, 1];
        float[] outputs = Filled(6 * CharacterModel.OutputSize);
        CharacterModel.State[] states = new CharacterModel.State[2];
        states[1].Lstm0C[2] = 42;
        CharacterModel.Trainer trainer = model.CreateTrainer(1);
        string expected =
            $"Step 1 of row 1 has token {token}; CharacterModel has tokens 0 to 10. (Parameter 'batch')\nActual value was {token}.";

        Refuses(() => model.Predict(new TokenBatch(tokens, 2, 3), outputs, default, states));
        Refuses(() => trainer.Forward(new TokenBatch(tokens, 2, 3), outputs, default, states));
        Refuses(() => trainer.ComputeGradients(new TokenBatch(tokens, 2, 3), labels, default, states));
        Refuses(() => model.Trace(new TokenBatch(tokens, 2, 3)));
        Refuses(() => model.Predict(new TokenBatch([1, 4, 2, token, 3, 6], 2, 3) { Layout = SequenceLayout.TimeMajor }, outputs));
        Expect.Filled(outputs, 42, "outputs");
        Assert.Equal(42, states[1].Lstm0C[2]);
        model.Predict(new TokenBatch(tokens, 2, 3) { Lengths = new[] { 3, 1 } }, outputs);

        float[] output = Filled(CharacterModel.OutputSize);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => model.Step(token, ref states[1], output));
        Assert.StartsWith($"The token is {token}; CharacterModel has tokens 0 to 10.", exception.Message, StringComparison.Ordinal);
        Expect.Filled(output, 42, "output");
        Assert.Equal(42, states[1].Lstm0C[2]);

        void Refuses(Action call) =>
            Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(call).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        CharacterModel model = new(1);
        float[] outputs = new float[6 * CharacterModel.OutputSize], state = new float[CharacterModel.StateSize];
        Assert.Equal(
            "The tokens hold 5 values; 6 were expected (2 rows x 3 steps). (Parameter 'batch')",
            Assert.Throws<ArgumentException>(() => model.Predict(new TokenBatch(new int[5], 2, 3), outputs)).Message);
        Assert.Equal(
            "The state holds 3 values; 12 were expected (one row). (Parameter 'state')",
            Assert.Throws<ArgumentException>(() => ((IRnnModel)model).Step(1, new float[3], new float[11])).Message);
        Assert.Equal(
            "The output holds 3 values; 11 were expected (one row). (Parameter 'output')",
            Assert.Throws<ArgumentException>(() => ((IRnnModel)model).Step(1, state, new float[3])).Message);
        Assert.Equal(
            "StaticCharacterModel is static with 5 steps; the batch has 3. Pass shorter rows in a buffer of 5 steps with Lengths, "
            + "or declare the model without Steps. (Parameter 'batch')",
            Assert.Throws<ArgumentException>(() => new StaticCharacterModel(1).Predict(new TokenBatch(new int[6], 2, 3), outputs)).Message);
    }

    [Fact]
    public void TheInterfacesOfFloatsSayThatTokensAreRead()
    {
        IRnnModel model = new CharacterModel(1);
        ISupervisedTrainer trainer = (ISupervisedTrainer)((ITrainableModel)model).CreateTrainer(1);
        Action[] calls =
        [
            () => model.Predict(new SequenceBatch(new float[15], 1, 3), new float[33]),
            () => model.Step(new float[5], new float[12], new float[11]),
            () => model.Trace(new SequenceBatch(new float[15], 1, 3)),
            () => trainer.Forward(new SequenceBatch(new float[15], 1, 3), []),
            () => trainer.ComputeGradients(new SequenceBatch(new float[15], 1, 3), new int[3]),
            () => trainer.ComputeGradients(new SequenceBatch(new float[15], 1, 3), new float[33]),
            () => trainer.Train(new SequenceBatch(new float[15], 1, 3), new int[3], new Sgd()),
        ];
        Assert.All(calls, call => Assert.StartsWith(
            "CharacterModel reads tokens", Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal));
        IRnnModel floats = new OneHotModel(1);
        IRnnTrainer floatTrainer = ((ITrainableModel)floats).CreateTrainer(1);
        Assert.StartsWith(
            "OneHotModel reads ", Assert.Throws<NotSupportedException>(() => floats.Step(1, new float[12], new float[11])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "OneHotModel reads ",
            Assert.Throws<NotSupportedException>(() => floats.Predict(new TokenBatch(new int[3], 1, 3), new float[33])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "OneHotModel reads ",
            Assert.Throws<NotSupportedException>(() => floatTrainer.Forward(new TokenBatch(new int[3], 1, 3), [])).Message,
            StringComparison.Ordinal);
        Assert.Equal(11, model.Description.Vocabulary);
        Assert.Null(OneHotModel.Description.Vocabulary);
    }

    [Fact]
    public void ATableThatHasChangedIsNotRead()
    {
        CharacterModel model = new(1);
        float[] row = new float[CharacterModel.InputSize];
        long version = model.Parameters.Version;
        model.Parameters.CopyTo(version, 15, row);
        Expect.SameBits(model.Parameters.Values.Slice(15, 5), row, "row");
        using (model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => model.Parameters.CopyTo(version, 15, row));
        }

        Assert.Equal(
            "The parameters of CharacterModel changed while they were read.",
            Assert.Throws<InvalidOperationException>(() => model.Parameters.CopyTo(version, 15, row)).Message);
    }

    private static float[] Run(string name, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        IRnnModel model = TokenTests.Create(name);
        model.Threads = threads;
        TokenSequences batch = TokenSequences.Random(model.Description, 4, Rows, Steps, lengths: true, states: true);
        IRnnTrainer trainer = ((ITrainableModel)model).CreateTrainer(threads);
        Prediction prediction = batch.Predict(model);
        (Prediction forward, Gradients backward) = batch.Backpropagate(trainer);
        forward.HasBitsOf(prediction, "forward pass and prediction");
        Prediction few = batch.Pick(7, 0, 3).Predict(model);
        Expect.SameBits(batch.Shape.Take(prediction.Outputs, 7, 0, 3), few.Outputs, "few rows");
        float[] results =
        [
            .. prediction.Outputs,
            .. prediction.FinalStates,
            .. backward.Parameters,
            .. backward.Inputs,
            .. backward.InitialStates,
        ];
        if (trainer is ISupervisedTrainer classifier && model.Description.Heads[0].IsClassifier)
        {
            int[] labels = NetworkBatch.Labels(1, Rows * (model.Description.OutputsEveryStep ? Steps : 1), model.Description.OutputSize);
            Adam adam = new(0.01f);
            float[] losses = [.. Enumerable.Range(0, 3).Select(_ => classifier.Train(batch.View, labels, adam))];
            results = [.. results, .. losses, .. model.Parameters.Values];
        }

        return results;
    }

    private static float[] Filled(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, 42);
        return values;
    }
}
