using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Networks that are graphs: numbers of a double reference, and the properties that every network has.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class GraphTests : IDisposable
{
    private const int Rows = 7;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models => [.. GraphModels.Names];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void PredictionsAreThoseOfTheReference(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, GraphModels.Steps, lengths: true, states: true);
        double[] states = Doubles(batch.States);
        double[] outputs = Reference(
            name, model, batch, Doubles(model.Parameters.Values), Doubles(batch.Values), Doubles(batch.SequenceValues), states);
        Prediction prediction = Passes.Predict(model, batch);
        Expect.Close(outputs, prediction.Outputs, "outputs");
        Expect.Close(states, prediction.FinalStates, "final states");
    }

    /// <summary>The loss Σ upstream·output + Σ upstream·final state has the gradients of central differences.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreThoseOfCentralDifferences(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 3, GraphModels.Steps, lengths: true, states: true) with
        {
            Lengths = [2, 5, 4],
        };
        double[] up = Doubles(Passes.OutputUpstream(model, batch)), stateUp = Doubles(Passes.StateUpstream(model, batch));
        IRnnTrainer trainer = model.CreateTrainer(1);
        Gradients gradients = Passes.Backpropagate(trainer, batch).Backward;
        double[] parameters = Doubles(model.Parameters.Values), values = Doubles(batch.Values), states = Doubles(batch.States);
        double[] sequence = Doubles(batch.SequenceValues);
        Expect.Close(Differences(parameters), gradients.Parameters, "parameter gradients");
        Expect.Close(Differences(values), gradients.Inputs, "input gradients");
        Expect.Close(Differences(states), gradients.InitialStates, "initial state gradients");
        Expect.Close(Differences(sequence), gradients.SequenceInputs, "gradients of the sequences' inputs");

        double[] Differences(double[] of) => CentralDifference.Of(of, Loss);

        double Loss()
        {
            double[] final = (double[])states.Clone();
            double[] outputs = Reference(name, model, batch, parameters, values, sequence, final);
            return outputs.Zip(up, (a, b) => a * b).Sum() + final.Zip(stateUp, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name) =>
        GraphProperties.WidthsThreadsAndSchedulesComputeTheSameBits(isStatic => Create(name, isStatic));

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatThePaddingHoldsChangesNothing(string name) =>
        GraphProperties.WhatThePaddingHoldsChangesNothing(Create(name, isStatic: false));

    [Theory]
    [MemberData(nameof(Models))]
    public void ABatchBeforeLeavesNoTrace(string name) => GraphProperties.ABatchBeforeLeavesNoTrace(Create(name, isStatic: false));

    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatch(string name)
    {
        GraphProperties.FewRowsGiveTheBitsOfABatch(Create(name, isStatic: false));
        GraphProperties.FewRowsGiveTheBitsOfABatch(Create(name, isStatic: true));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveThePredictionOrAReason(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        string? reason = name switch
        {
            "Autoencoder" => "layer repeat0, REPEAT(4) repeats what is made of all steps of a sequence",
            "Translator" => "layer 1, LSTM(5) starts from the final states of layer encoder, LSTM(5)",
            "Reducer" => "layer mean, POOLING(6) is the mean over all steps of a sequence",
            "Elapsed" => "layer both, FADING(5) reads its steps from the last to the first",
            "Diamond" => "layer a, LSTM(5) reads its steps from the last to the first",
            _ => null,
        };
        if (reason is null)
        {
            GraphProperties.StepsGiveThePrediction(model);
            return;
        }

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => model.Step(
            new float[model.Description.InputSize], new float[model.Description.StateSize], new float[model.Description.OutputSize]));
        Assert.Equal($"Dynamic{name} cannot stream: {reason}; use Predict.", refusal.Message);
    }

    private static ITrainableModel Create(string name, bool isStatic) => Passes.Randomized(GraphModels.Create(name, isStatic), 2);

    private static double[] Reference(
        string name, ITrainableModel model, NetworkBatch batch, double[] parameters, double[] values, double[] sequence, double[] states) =>
        ReferenceGraph.Outputs(
            model.Description, batch, parameters, values, sequence, states, (graph, x, s) => GraphReferences.Run(name, graph, x, s));

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
