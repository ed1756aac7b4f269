using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks.Strange;

/// <summary>Networks that nobody needs but that one may write have the properties that every network has.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class StrangeGraphTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Names => [.. StrangeGraph.All.Select(graph => graph.Name)];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name) =>
        GraphProperties.WidthsThreadsAndSchedulesComputeTheSameBits(StrangeGraph.Find(name).Create);

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsAroundARowChangesNothing(string name)
    {
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = StrangeGraph.Find(name).Create(isStatic);
            GraphProperties.WhatThePaddingHoldsChangesNothing(model);
            GraphProperties.ABatchBeforeLeavesNoTrace(model);
            GraphProperties.FewRowsGiveTheBitsOfABatch(model);
        }
    }

    /// <summary>Where nothing drops, training computes what prediction does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingComputesWhatPredictionDoes(string name)
    {
        StrangeGraph graph = StrangeGraph.Find(name);
        ITrainableModel model = graph.Create(isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 7, GraphProperties.Steps, lengths: true, states: true);
        IRnnTrainer trainer = model.CreateTrainer(1);
        Prediction prediction = Passes.Predict(model, batch), forward = Passes.Backpropagate(trainer, batch).Forward;
        if (graph.Drops)
        {
            Assert.NotEqual(prediction.Outputs, forward.Outputs);
            Assert.Equal(1, trainer.DropoutPass);
            Assert.NotEqual(forward.Outputs, Passes.Backpropagate(trainer, batch).Forward.Outputs);
        }
        else
        {
            forward.HasBitsOf(prediction, "training");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreDifferenceQuotients(string name) =>
        GraphProperties.GradientsAreDifferenceQuotients(StrangeGraph.Find(name).Create(isStatic: false));

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsGiveThePredictionOrAReason(string name)
    {
        StrangeGraph graph = StrangeGraph.Find(name);
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = graph.Create(isStatic);
            if (graph.Streams)
            {
                GraphProperties.StepsGiveThePrediction(model);
                continue;
            }

            ModelDescription description = model.Description;
            float[] state = new float[description.StateSize], output = new float[description.OutputSize];
            NotSupportedException refusal = Assert.Throws<NotSupportedException>(() =>
            {
                if (description.Vocabulary is not null)
                {
                    model.Step(0, state, output);
                }
                else
                {
                    model.Step(new float[description.InputSize], state, output);
                }
            });
            Assert.StartsWith($"{description.Name} cannot stream: layer ", refusal.Message, StringComparison.Ordinal);
        }
    }
}
