using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Convolutions and pooling over time: numbers of a double reference, and the properties that every network has.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class WindowTests : IDisposable
{
    private const int Rows = 7, Steps = GraphProperties.Steps;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models => [.. WindowModels.Names];

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
        foreach (int count in new[] { 0f, 1, 9 })
        {
            NetworkBatch batch = Counted(model, NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true, states: true), count);
            double[] states = Doubles(batch.States);
            double[] outputs = Reference(name, model, batch, Doubles(model.Parameters.Values), Doubles(batch.Values), states);
            Prediction prediction = Passes.Predict(model, batch);
            Expect.Close(outputs, prediction.Outputs, "outputs");
            Expect.Close(states, prediction.FinalStates, "final states");
        }
    }

    /// <summary>The loss Σ upstream·output + Σ upstream·final state has the gradients of central differences.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreThoseOfCentralDifferences(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = Counted(model, NetworkBatch.Random(model.Description, 5, 4, Steps, states: true), 2.5f) with
        {
            Lengths = [2, 5, 0, 4],
        };
        double[] up = Doubles(Passes.OutputUpstream(model, batch)), stateUp = Doubles(Passes.StateUpstream(model, batch));
        Gradients gradients = Passes.Backpropagate(model.CreateTrainer(1), batch).Backward;
        double[] parameters = Doubles(model.Parameters.Values), values = Doubles(batch.Values), states = Doubles(batch.States);
        Expect.Close(Differences(parameters), gradients.Parameters, "parameter gradients");
        Expect.Close(Differences(values), gradients.Inputs, "input gradients");
        Expect.Close(Differences(states), gradients.InitialStates, "initial state gradients");

        double[] Differences(double[] of) => CentralDifference.Of(of, Loss);

        double Loss()
        {
            double[] final = (double[])states.Clone();
            double[] outputs = Reference(name, model, batch, parameters, values, final);
            return outputs.Zip(up, (a, b) => a * b).Sum() + final.Zip(stateUp, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name) =>
        GraphProperties.WidthsThreadsAndSchedulesComputeTheSameBits(isStatic => Create(name, isStatic));

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatThePaddingHoldsChangesNothing(string name)
    {
        GraphProperties.WhatThePaddingHoldsChangesNothing(Create(name, isStatic: false));
        ModelProperties.NothingAroundARowMatters(Create(name, isStatic: false), states: true);
    }

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

    /// <summary>Among them a convolution of five steps, two apart, below a GRU and a dense layer.</summary>
    [Theory]
    [InlineData("Listener")]
    [InlineData("Pooled")]
    [InlineData("Branches")]
    [InlineData("Temporal")]
    public void StreamsAreEqualToTheBatch(string name) => GraphProperties.StepsGiveThePrediction(Create(name, isStatic: false));

    /// <summary>The states after a padded row are those of the row that was streamed.</summary>
    [Theory]
    [InlineData("Listener")]
    [InlineData("Pooled")]
    [InlineData("Branches")]
    public void StatesAfterAPaddedRowAreThoseOfItsStream(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths: true) with { States = [] };
        Prediction prediction = Passes.Predict(model, batch.WithPadding(float.NaN));
        int inputs = model.Description.InputSize, size = model.Description.StateSize;
        for (int row = 0; row < Rows; row++)
        {
            float[] state = new float[size], output = new float[model.Description.OutputSize];
            for (int step = 0; step < batch.Lengths[row]; step++)
            {
                model.Step(batch.Values.AsSpan(((row * Steps) + step) * inputs, inputs), state, output);
            }

            Expect.SameToRounding(prediction.FinalStates.AsSpan(row * size, size), state, $"states of row {row}");
        }
    }

    /// <summary>A sequence in two batches, the second from the states of the first, is the sequence in one.</summary>
    [Theory]
    [InlineData("Listener")]
    [InlineData("Pooled")]
    [InlineData("Branches")]
    public void TwoBatchesAreOne(string name)
    {
        ITrainableModel model = Create(name, isStatic: false);
        int inputs = model.Description.InputSize, outputs = model.Description.OutputSize;
        const int All = 11;
        NetworkBatch whole = NetworkBatch.Random(model.Description, 6, 1, All) with { States = [] };
        Prediction expected = Passes.Predict(model, whole);
        for (int first = 1; first < All; first++)
        {
            float[] before = new float[model.Description.StateSize], after = new float[before.Length];
            float[] found = new float[All * outputs];
            model.Predict(
                new SequenceBatch(whole.Values.AsSpan(0, first * inputs), 1, first), found.AsSpan(0, first * outputs), [], before);
            model.Predict(
                new SequenceBatch(whole.Values.AsSpan(first * inputs), 1, All - first), found.AsSpan(first * outputs), before, after);
            Expect.SameBits(expected.Outputs, found, $"{first} steps first");
            Expect.SameBits(expected.FinalStates, after, $"states, {first} steps first");
        }
    }

    [Theory]
    [InlineData("Centred", "layer 0, CONV1D(7) sees 2 steps beyond each")]
    [InlineData("Stateless", "layer 0, CONV1D(9) sees 1 step beyond each")]
    public void WhatLooksAheadHasNoSteps(string name, string reason)
    {
        ITrainableModel model = Create(name, isStatic: false);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => model.Step(
            new float[model.Description.InputSize], new float[model.Description.StateSize], new float[model.Description.OutputSize]));
        Assert.Equal($"Dynamic{name} cannot stream: {reason}; use Predict.", refusal.Message);
    }

    /// <summary>Of equal values the first step of a window gets the gradient.</summary>
    [Fact]
    public void OfEqualValuesTheFirstHasTheGradient()
    {
        ITrainableModel model = new OneMaximum(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Fill(1);
            edit["conv1d0/bias"].Clear();
        }

        IRnnTrainer trainer = model.CreateTrainer(1);
        float[] outputs = new float[5], gradients = new float[5];
        trainer.Forward(new SequenceBatch([2, 2, 1, 1, 3], 1, 5), outputs, [], []);
        Assert.Equal([2, 2, 2, 2, 3], outputs);
        trainer.Backward([1, 10, 100, 1000, 10000], [], gradients, []);
        Assert.Equal([111, 1000, 0, 0, 10000], gradients);
    }

    /// <summary>As docs/models.md has it: y(t) = Σ x(2t - 2 + k)·W(k) + b over k = 0..3, zeros before the first step.</summary>
    [Fact]
    public void AConvolutionOfFramesHasAStride()
    {
        const int Features = 3, Units = 5, Kernel = 4, Stride = 2;
        ITrainableModel model = Passes.Randomized(new FramedConvolution(), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 1, Steps) with { States = [] };
        float[] weights = model.Parameters["conv1d0/kernel"].ToArray(), bias = model.Parameters["conv1d0/bias"].ToArray();
        double[] expected = new double[Steps * Units];
        for (int index = 0; index < expected.Length; index++)
        {
            (int t, int unit) = (index / Units, index % Units);
            expected[index] = bias[unit];
            for (int k = Math.Max(0, Kernel - Stride - (Stride * t)); k < Kernel; k++)
            {
                int s = (Stride * t) + Stride - Kernel + k;
                for (int feature = 0; feature < Features; feature++)
                {
                    expected[index] +=
                        (double)batch.Values[(s * Features) + feature] * weights[(((k * Features) + feature) * Units) + unit];
                }
            }
        }

        Expect.Close(expected, Passes.Predict(model, batch).Outputs, "outputs");
    }

    /// <summary>Glorot's limit counts the steps of the window, at both ends of a weight.</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.408248)]
    public void KernelsStartWithinTheirLimit(int preset, double limit)
    {
        ITrainableModel model = preset switch { 0 => new WideKernel(1), 1 => new KerasKernel(1), _ => new TorchKernel(1) };
        ParameterInfo kernel = model.Description.Parameters[0];
        Assert.Equal("conv1d0/kernel", kernel.Name);
        Assert.Equal([3, 2, 6], kernel.Shape);
        float largest = model.Parameters["conv1d0/kernel"].ToArray().Max(Math.Abs);
        Assert.InRange(largest, 0.8 * limit, limit);
    }

    private static ITrainableModel Create(string name, bool isStatic) => Passes.Randomized(WindowModels.Create(name, isStatic), 2);

    /// <summary>The batch with a number of steps that pooling has seen before.</summary>
    private static NetworkBatch Counted(ITrainableModel model, NetworkBatch batch, float count)
    {
        float[] states = (float[])batch.States.Clone();
        string[] pools = ["maxpool1d0/past", "averagepool1d0/past", "maxpool1d1/past", "m/past", "v/past"];
        foreach (StateInfo state in model.Description.States.Where(state => pools.Contains(state.Name)))
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                states[(row * model.Description.StateSize) + state.Offset + state.Units - 1] = count;
            }
        }

        return batch with { States = states };
    }

    private static double[] Reference(
        string name, ITrainableModel model, NetworkBatch batch, double[] parameters, double[] values, double[] states) =>
        ReferenceGraph.Outputs(
            model.Description, batch, parameters, values, [], states, (graph, x, _) => WindowReferences.Run(name, graph, x));

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
