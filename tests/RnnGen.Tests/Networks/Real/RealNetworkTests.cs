using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks.Real;

/// <summary>Networks that others have trained, at their full size, with random weights.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class RealNetworkTests : IDisposable
{
    private const int Steps = GraphProperties.Steps, Sampled = 100;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Names => [nameof(Rnnoise), nameof(DtlnFrames)];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Fact]
    public void ShapesAreThoseOfThePapers()
    {
        // RNNoise has 87,503 weights with a second bias for each GRU's product of the state; ours has one for both.
        Assert.Equal(42, Rnnoise.Description.InputSize);
        Assert.Equal(24 + 48 + 96, Rnnoise.Description.StateSize);
        Assert.Equal([("vad", 1, true), ("gains", 22, true)], Heads(Rnnoise.Description));
        Assert.Equal(
            Dense(42, 24) + Gru(24, 24) + Gru(24 + 24 + 42, 48) + Gru(24 + 48 + 42, 96) + Dense(24, 1) + Dense(96, 22),
            Rnnoise.Description.Parameters.Sum(parameter => parameter.Count));
        Assert.Equal(512, DtlnFrames.Description.InputSize);
        Assert.Equal(2 * 2 * 128, DtlnFrames.Description.StateSize);
        Assert.Equal([("", 512, true)], Heads(DtlnFrames.Description));
        Assert.Equal(
            (2 * 512 * 256) + (2 * 256) + Lstm(256, 128) + Lstm(128, 128) + Dense(128, 256),
            DtlnFrames.Description.Parameters.Sum(parameter => parameter.Count));

        static (string, int, bool)[] Heads(ModelDescription model) =>
            [.. model.Heads.Select(head => (head.Name, head.OutputSize, head.Streams))];

        static int Dense(int inputs, int units) => (inputs + 1) * units;
        static int Gru(int inputs, int units) => 3 * Dense(inputs + units, units);
        static int Lstm(int inputs, int units) => 4 * Dense(inputs + units, units);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionsAreThoseOfTheReference(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 5, Steps, lengths: true, states: true);
        double[] states = Doubles(batch.States);
        double[] outputs = Reference(name, model, batch, Doubles(model.Parameters.Values), states);
        Prediction prediction = Passes.Predict(model, batch);
        Expect.Close(outputs, prediction.Outputs, "outputs");
        Expect.Close(states, prediction.FinalStates, "final states");
    }

    /// <summary>The loss Σ upstream·output + Σ upstream·final state, at parameters drawn from all of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreThoseOfCentralDifferences(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 2, Steps, states: true) with { Lengths = [2, Steps] };
        double[] up = Doubles(Passes.OutputUpstream(model, batch)), stateUp = Doubles(Passes.StateUpstream(model, batch));
        float[] gradients = Passes.Backpropagate(model.CreateTrainer(1), batch).Backward.Parameters;
        double[] parameters = Doubles(model.Parameters.Values);
        Random random = new(6);

        // Of each tensor some, and the largest of its gradients: a bias is a thousandth of all numbers.
        foreach (ParameterInfo info in model.Description.Parameters)
        {
            Span<float> tensor = gradients.AsSpan(info.Offset, info.Count);
            int count = Math.Min(info.Count, (Sampled / model.Description.Parameters.Count) + 1);
            int[] places = [Largest(tensor), .. Enumerable.Range(0, count).Select(_ => random.Next(info.Count))];
            double[] expected = Array.ConvertAll(places, place => Difference(info.Offset + place));
            float[] found = Array.ConvertAll(places, place => gradients[info.Offset + place]);
            Expect.Close(expected, found, $"gradients of {info.Name} at {string.Join(", ", places)}");
        }

        double Difference(int index) => CentralDifference.At(parameters, index, Loss);

        double Loss()
        {
            double[] final = Doubles(batch.States);
            double[] outputs = Reference(name, model, batch, parameters, final);
            return outputs.Zip(up, (a, b) => a * b).Sum() + final.Zip(stateUp, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name) =>
        GraphProperties.WidthsThreadsAndSchedulesComputeTheSameBits(isStatic => Create(name, isStatic));

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsGiveThePrediction(string name)
    {
        GraphProperties.StepsGiveThePrediction(Create(name, isStatic: false));
        GraphProperties.StepsGiveThePrediction(Create(name, isStatic: true));
    }

    private static ITrainableModel Create(string name, bool isStatic)
    {
        ITrainableModel model = name switch
        {
            nameof(Rnnoise) => isStatic ? new StaticRnnoise(3) : new Rnnoise(3),
            nameof(DtlnFrames) => isStatic ? new StaticDtlnFrames(3) : new DtlnFrames(3),
            _ => throw new ArgumentException(name, nameof(name)),
        };
        return Passes.Randomized(model, 2);
    }

    private static double[] Reference(
        string name, ITrainableModel model, NetworkBatch batch, double[] parameters, double[] states) => ReferenceGraph.Outputs(
        model.Description, batch, parameters, Doubles(batch.Values), [], states,
        (graph, x, _) => name == nameof(Rnnoise) ? RealReferences.Rnnoise(graph, x) : RealReferences.Dtln(graph, x));

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = Math.Abs(values[i]) > Math.Abs(values[largest]) ? i : largest;
        }

        return largest;
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
