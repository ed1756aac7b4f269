using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Tests.Networks.Strange;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// One step of many sequences: the bits of a prediction of one step, of every kind of network that streams, for any number and order of
/// rows, in any groups, at every width and for any number of threads.
/// </summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class StepBatchTests : IDisposable
{
    // Around the tiles of four and of eight rows, and those that run alone.
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 22, 33];

    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart, _floatsAtOnce = Partition.StepFloatsAtOnce;

    public static TheoryData<string> Strange => [.. StrangeGraph.All.Where(graph => graph.Streams).Select(graph => graph.Name)];

    public static TheoryData<string> Graphs => [.. GraphModels.Names];

    public static TheoryData<int> Sweeps => SweepCase.Indexes;

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
        Partition.StepFloatsAtOnce = _floatsAtOnce;
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public void StrangeNetworksGiveThePrediction(string name)
    {
        GivesThePrediction(StrangeGraph.Find(name).Create(isStatic: false));
        GivesThePrediction(StrangeGraph.Find(name).Create(isStatic: true));
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void GraphsGiveThePredictionOrTheReasonOfStep(string name)
    {
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic), 2);
            if (name is not ("Autoencoder" or "Translator" or "Reducer" or "Diamond" or "Elapsed"))
            {
                GivesThePrediction(model);
                continue;
            }

            Sessions sessions = Sessions.Random(model.Description, 3);
            Assert.StartsWith(
                $"{model.Description.Name} cannot stream: layer ",
                Assert.Throws<NotSupportedException>(() => sessions.Step(model)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sweeps))]
    public void CellsOfAllSizesGiveThePrediction(int index)
    {
        GivesThePrediction(SweepCase.At(index).NewDynamic());
        GivesThePrediction(SweepCase.At(index).NewStatic());
    }

    [Theory]
    [InlineData(nameof(CharacterModel))]
    [InlineData(nameof(StaticCharacterModel))]
    [InlineData(nameof(SmallStaticTokens))]
    [InlineData(nameof(WideTokens))]
    [InlineData(nameof(LongRows))]
    [InlineData(nameof(FixedTokens))]
    public void TokensGiveThePrediction(string name) => GivesThePrediction(TokenTests.Create(name));

    [Theory]
    [InlineData("LearnedStates")]
    [InlineData("Heads")]
    [InlineData("Norm")]
    public void OtherNetworksGiveThePrediction(string kind) => GivesThePrediction(kind switch
    {
        "LearnedStates" => Passes.Randomized(new LearnedStatesOfSessions(1), 2),
        "Heads" => Passes.Randomized(new DynamicThree(3), 5),
        _ => Passes.Randomized(new NormalizedSessions(1), 2),
    });

    [Fact]
    public void WidthsThreadsAndGroupsComputeTheSameBits()
    {
        foreach (Func<IRnnModel> create in new Func<IRnnModel>[]
        {
            () => Passes.Randomized(new DynamicSweep3(1), 2), () => Passes.Randomized(new DynamicShop(3), 2),
            () => Passes.Randomized(new WideTokens(1), 2),
        })
        {
            Partition.StepFloatsAtOnce = _floatsAtOnce;
            Sessions sessions = Sessions.Random(create().Description, 77);
            Prediction expected = sessions.Step(create());
            Partition.MultiplyAddsPerPart = 1;
            foreach (int bits in new[] { 128, 256, 512 })
            {
                SimdSupport.VectorBits = bits;
                foreach ((int threads, long floats) in new[] { (1, _floatsAtOnce), (2, _floatsAtOnce), (3, 1), (1, 1), (2, 4000) })
                {
                    Partition.StepFloatsAtOnce = floats;
                    IRnnModel model = create();
                    model.Threads = threads;
                    sessions.Step(model).HasBitsOf(expected, $"{bits} bits, {threads} threads, groups of {floats} floats");
                }
            }
        }
    }

    /// <summary>What a call leaves in a workspace, here of NaN, is nothing to the next one, of other rows or of a prediction.</summary>
    [Fact]
    public void ACallBeforeLeavesNoTrace()
    {
        DynamicSweep3 model = Passes.Randomized(new DynamicSweep3(1), 2);
        Sessions broken = Sessions.Random(DynamicSweep3.Description, 33);
        Array.Fill(broken.Batch.Values, float.NaN);
        foreach (int rows in Sizes)
        {
            Sessions sessions = Sessions.Random(DynamicSweep3.Description, rows);
            Prediction expected = sessions.Step(Passes.Randomized(new DynamicSweep3(1), 2));
            broken.Step(model);
            sessions.Step(model).HasBitsOf(expected, $"{rows} rows");
            broken.Step(model);
            sessions.Predict(model).HasBitsOf(expected, $"prediction of {rows} rows");
        }
    }

    private static void GivesThePrediction(IRnnModel model)
    {
        foreach (int rows in Sizes)
        {
            Sessions sessions = Sessions.Random(model.Description, rows);
            Prediction expected = sessions.Predict(model), stepped = sessions.Step(model), loop = sessions.Loop(model);
            stepped.HasBitsOf(expected, $"{rows} rows");
            Expect.SameToRounding(expected.Outputs, loop.Outputs, $"outputs of {rows} rows one by one");
            Expect.SameToRounding(expected.FinalStates, loop.FinalStates, $"states of {rows} rows one by one");
        }
    }
}

[RnnModel(InputSize = 3), Lstm(6, LearnedInitialState = true), Gru(9, LearnedInitialState = true), Dense(2)]
internal sealed partial class LearnedStatesOfSessions;

[RnnModel(InputSize = 5), Lstm(20, LayerNorm = true, Peepholes = true, Projection = 12), Gru(17, ResetAfter = true), LayerNorm, Rnn(4)]
internal sealed partial class NormalizedSessions;
