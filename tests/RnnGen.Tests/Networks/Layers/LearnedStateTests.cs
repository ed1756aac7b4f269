using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Learned states before the first step: their gradients, and when they count.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class LearnedStateTests : IDisposable
{
    private const int Rows = 6, Steps = 5;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models =>
        [nameof(LearnedStack), nameof(StaticLearnedStack), nameof(LearnedDirections), nameof(SmallLearned), nameof(LearnedText)];

    public static TheoryData<string> Streams =>
        [nameof(LearnedStack), nameof(StaticLearnedStack), nameof(SmallLearned), nameof(LearnedText)];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreDifferenceQuotients(string name)
    {
        foreach ((bool lengths, bool states) in new[] { (false, false), (true, false), (true, true) })
        {
            ITrainableModel model = Create(name);
            NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths, states);
            (Prediction forward, Gradients gradients) = Passes.Backpropagate(model.CreateTrainer(1), batch);
            Passes.Predict(model, batch).HasBitsOf(forward, "prediction");
            ModelProperties.GradientsAreDifferenceQuotients(
                model, batch, gradients.Parameters, stride: name == nameof(LearnedDirections) ? 3 : 1, () => Passes.Predict(model, batch));
            foreach (ParameterInfo parameter in Initial(model))
            {
                Assert.Equal(!states, gradients.Parameters.AsSpan(parameter.Offset, parameter.Count).IndexOfAnyExcept(0) >= 0);
            }
        }
    }

    [Fact]
    public void TokensAndDropoutStartFromLearnedStatesToo()
    {
        LearnedTokens model = Passes.Randomized(new LearnedTokens(3), 5);
        TokenSequences batch = TokenSequences.Random(LearnedTokens.Description, 6, Rows, Steps, lengths: true);
        LearnedTokens.Trainer trainer = model.CreateTrainer(1);
        (_, Gradients gradients) = batch.Backpropagate(trainer);
        ModelProperties.GradientsAreDifferenceQuotients(model, batch.Shape, gradients.Parameters, stride: 1, () =>
        {
            trainer.DropoutPass = 0;
            return batch.Forward(trainer);
        });

        LearnedTokens.State state = model.InitialState();
        Prediction prediction = batch.Pick(1).Predict(model);
        float[] output = new float[LearnedTokens.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            model.Step(batch.Tokens[Steps + step], ref state, output);
            Expect.SameToRounding(prediction.Outputs.AsSpan(step * output.Length, output.Length), output, $"step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void NeitherPaddingNorCompanyNorThreadsChangeAnything(string name) =>
        ModelProperties.NothingAroundARowMatters(Create(name), states: false);

    [Fact]
    public void AStaticModelHasTheBitsOfADynamicOne() => ModelProperties.ModesAreEqual(new StaticLearnedStack(3), new LearnedStack(3));

    [Theory]
    [MemberData(nameof(Streams))]
    public void StepsFromTheInitialStateGiveThePrediction(string name)
    {
        ITrainableModel model = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, Steps);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = new float[model.Description.StateSize], output = new float[model.Description.OutputSize];
        Array.Fill(state, 42);
        model.InitialState(state);
        for (int step = 0; step < Steps; step++)
        {
            model.Step(batch.Values.AsSpan(step * 3, 3), state, output);
        }

        Expect.SameToRounding(prediction.Outputs.AsSpan(^output.Length..), output, "last output");
        Expect.SameToRounding(prediction.FinalStates, state, "final state");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void GivenStatesTakeThePlaceOfTheLearnedOnes(string name)
    {
        ITrainableModel model = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true);
        float[] learned = new float[model.Description.StateSize];
        model.InitialState(learned);
        NetworkBatch given = batch with { States = [.. Enumerable.Repeat(learned, Rows).SelectMany(state => state)] };
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        (Prediction givenForward, Gradients givenBackward) = Passes.Backpropagate(model.CreateTrainer(1), given);
        givenForward.HasBitsOf(forward, "given");
        Expect.SameBits(givenBackward.InitialStates, backward.InitialStates, "gradients of the initial states");

        // Row 0 has no step.
        Expect.SameBits(learned, batch.Take(forward.FinalStates, 0), "state of a row without steps");
        int offset = 0;
        foreach (StateInfo state in model.Description.States)
        {
            string parameter = state.Name.Insert(state.Name.LastIndexOf('/') + 1, "initial_");
            if (model.Description.Parameters.FirstOrDefault(info => info.Name == parameter) is ParameterInfo info)
            {
                Expect.SameBits(model.Parameters[parameter], learned.AsSpan(offset, state.Units), parameter);
                float[] sum = new float[state.Units];
                for (int row = 0; row < Rows; row++)
                {
                    for (int unit = 0; unit < state.Units; unit++)
                    {
                        sum[unit] += backward.InitialStates[(row * learned.Length) + offset + unit];
                    }
                }

                Expect.SameBits(sum, backward.Parameters.AsSpan(info.Offset, info.Count), $"gradient of {parameter}");
                Expect.Filled(givenBackward.Parameters.AsSpan(info.Offset, info.Count), 0, $"gradient of {parameter}, states given");
            }
            else
            {
                Expect.Filled(learned.AsSpan(offset, state.Units), 0, state.Name);
            }

            offset += state.Units;
        }
    }

    [Fact]
    public void PiecesOfALongSequenceStartWithTheLearnedStateOnce()
    {
        LearnedStack model = (LearnedStack)Create(nameof(LearnedStack));
        LearnedStack.Trainer trainer = model.CreateTrainer(1);
        NetworkBatch first = NetworkBatch.Random(LearnedStack.Description, 1, Rows, Steps);
        NetworkBatch second = NetworkBatch.Random(LearnedStack.Description, 2, Rows, Steps);
        float[] targets = NetworkBatch.Floats(3, Rows * LearnedStack.Trainer.TargetSize);
        LearnedStack.State[] states = new LearnedStack.State[Rows];
        ParameterInfo initial = LearnedStack.Description.Parameters.First(parameter => parameter.Name == "lstm0/initial_c");

        trainer.ComputeGradients(first.View, targets, default, states);
        Assert.True(trainer.Gradients.Slice(initial.Offset, initial.Count).IndexOfAnyExcept(0) >= 0);
        trainer.ComputeGradients(second.View, targets, states, states);
        Expect.Filled(trainer.Gradients.Slice(initial.Offset, initial.Count), 0, "gradient of the second piece");

        float[] whole = new float[Rows * 2 * Steps * 3];
        for (int row = 0; row < Rows; row++)
        {
            first.Values.AsSpan(row * Steps * 3, Steps * 3).CopyTo(whole.AsSpan(row * 2 * Steps * 3));
            second.Values.AsSpan(row * Steps * 3, Steps * 3).CopyTo(whole.AsSpan(((row * 2) + 1) * Steps * 3));
        }

        Prediction prediction = Passes.Predict(model, new NetworkBatch(whole, Rows, 2 * Steps));
        Expect.SameBits(prediction.FinalStates.AsSpan(0, 4), states[0].Lstm0C, "state after both pieces");
    }

    [Fact]
    public void WidthsAndThreadsComputeTheSameBits()
    {
        float[] expected = Run(128, 1);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                Expect.SameBits(expected, Run(bits, threads), $"{bits} bits, {threads} threads");
            }
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        LearnedStack model = new(1) { Threads = 1 };
        NetworkBatch batch = NetworkBatch.Random(LearnedStack.Description, 1, Rows, Steps, lengths: true), few = batch.Pick(1);
        LearnedStack.Trainer trainer = model.CreateTrainer(1);
        float[] targets = new float[Rows * LearnedStack.Trainer.TargetSize], outputs = new float[Rows * LearnedStack.OutputSize];
        Sgd sgd = new();
        Assert.Equal(0, AllocationTests.Allocated(() => trainer.Train(batch.View, targets, sgd)));
        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            model.Predict(batch.View, outputs);
            model.Predict(few.View, outputs.AsSpan(0, LearnedStack.OutputSize));
            model.InitialState();
        }));
    }

    [Fact]
    public void AModelWithoutLearnedStatesStartsFromZero()
    {
        IRnnModel model = new ResidualStack(1), learned = new LearnedStack(1);
        float[] state = new float[model.Description.StateSize];
        Array.Fill(state, 42);
        model.InitialState(state);
        Expect.Filled(state, 0, "state");
        Assert.Throws<ArgumentException>(() => model.InitialState(new float[state.Length + 1]));
        Assert.Equal(
            "The state holds 3 values; 13 were expected (one row). (Parameter 'state')",
            Assert.Throws<ArgumentException>(() => learned.InitialState(new float[3])).Message);
        using (learned.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => learned.InitialState(new float[13]));
        }
    }

    [Fact]
    public void TheParametersStandAfterThoseOfTheirLayer() => Assert.Equal(
        [
            "lstm0/kernel", "lstm0/bias", "lstm0/initial_c", "lstm0/initial_h", "gru1/gates/kernel", "gru1/gates/bias",
            "gru1/candidate/kernel", "gru1/candidate/bias",
            "gru1/initial_h", "dense2/kernel", "dense2/bias",
        ],
        LearnedStack.Description.Parameters.Select(parameter => parameter.Name));

    private static IEnumerable<ParameterInfo> Initial(IRnnModel model) =>
        model.Description.Parameters.Where(parameter => parameter.Name.Contains("/initial_", StringComparison.Ordinal));

    private static float[] Run(int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        LearnedDirections model = (LearnedDirections)Create(nameof(LearnedDirections));
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(LearnedDirections.Description, 4, 29, Steps, lengths: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(threads), batch);
        return
        [
            .. Passes.Predict(model, batch).Outputs,
            .. forward.Outputs,
            .. forward.FinalStates,
            .. backward.Parameters,
            .. backward.Inputs,
            .. backward.InitialStates,
        ];
    }

    private static ITrainableModel Create(string name) => Passes.Randomized<ITrainableModel>(
        name switch
        {
            nameof(LearnedStack) => new LearnedStack(3),
            nameof(StaticLearnedStack) => new StaticLearnedStack(3),
            nameof(LearnedDirections) => new LearnedDirections(3),
            nameof(SmallLearned) => new SmallLearned(3),
            _ => new LearnedText(3),
        },
        5);
}
