using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Models;

/// <summary>What the presets make of whole models.</summary>
public sealed class InitializationTests
{
    // Philox and Glorot's limits of the first version, written in Python: seeds of that time give the same models.
    [Fact]
    public void TheDefaultIsWhatItWas()
    {
        uint hash = new StartOfTensorFlow(seed: 11).Parameters.Values.ToArray().Aggregate(
            2166136261, (sum, value) => (sum ^ BitConverter.SingleToUInt32Bits(value)) * 16777619);
        Assert.Equal(114, StartOfTensorFlow.Description.ParameterCount);
        Assert.Equal(0x77d47f6cu, hash);
    }

    [Fact]
    public void KerasStartsInputsUniformAndStatesOrthogonal()
    {
        ModelParameters parameters = new StartOfKeras(seed: 5).Parameters;
        float[] kernel = parameters["lstm0/kernel"].ToArray();
        float limit = MathF.Sqrt(6f / (20 + 64));
        Assert.All(kernel[..(20 * 64)], value => Assert.InRange(Math.Abs(value), 0, limit));
        Assert.InRange(kernel[..(20 * 64)].Max(), 0.98f * limit, limit);
        AssertOrthonormalRows([.. kernel[(20 * 64)..].Chunk(64)]);

        // A GRU's three gates are one matrix, though they lie in two parameters.
        AssertOrthonormalRows([.. parameters["gru1/gates/kernel"].ToArray()[(16 * 12)..].Chunk(12).Zip(
            parameters["gru1/candidate/kernel"].ToArray()[(16 * 6)..].Chunk(6), (gates, candidate) => (float[])[.. gates, .. candidate])]);
        Assert.All(parameters["gru1/gates/bias"].ToArray(), value => Assert.Equal(0, value));

        // ForgetBias = 0.25 of the layer, the rest of Keras' 1 is stored.
        Assert.Equal([0f, 0, .75f, 0], parameters["lstm0/bias"].ToArray().Chunk(16).Select(block => block.Distinct().Single()));
    }

    [Fact]
    public void PyTorchStartsAllOfALayerInOneRange()
    {
        ModelParameters parameters = new StartOfPyTorch(seed: 5).Parameters;
        AssertUniform(parameters["lstm0/kernel"], 0, 0.25f);
        float[][] bias = [.. parameters["lstm0/bias"].ToArray().Chunk(16)];
        AssertUniform([.. bias[0], .. bias[1], .. bias[3]], 0, 0.25f);
        AssertUniform(bias[2], -1, 0.25f);
        AssertUniform(parameters["dense1/kernel"], 0, 0.25f);
        AssertUniform(parameters["dense1/bias"], 0, 0.25f);
    }

    [Fact]
    public void ParametersOfOneStartFitAModelOfAnother()
    {
        StartOfTensorFlow model = new(seed: 1);
        model.Parameters.CopyFrom(new StartOfOwn(seed: 1).Parameters);
        Assert.All(model.Parameters["gru1/candidate/bias"].ToArray(), value => Assert.Equal(-2, value));
        Assert.All(model.Parameters["gru1/gates/kernel"].ToArray()[..12], value => Assert.Equal(0.5f, value));
        Assert.DoesNotContain(0.5f, model.Parameters["gru1/gates/kernel"].ToArray()[12..]);
    }

    private static void AssertOrthonormalRows(float[][] rows)
    {
        for (int a = 0; a < rows.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? 1 : 0, rows[a].Zip(rows[b], (x, y) => (double)x * y).Sum(), 1e-6);
            }
        }
    }

    private static void AssertUniform(ReadOnlySpan<float> values, float mean, float limit)
    {
        float[] distances = [.. values.ToArray().Select(value => value - mean)];
        Assert.All(distances, distance => Assert.InRange(Math.Abs(distance), 0, limit * 1.000001f));

        // Five standard errors of the mean of a uniform distribution, and more than half of the range is used on both sides.
        Assert.Equal(0, distances.Average(), 5 * limit / MathF.Sqrt(3 * distances.Length));
        Assert.InRange(distances.Max(), 0.5f * limit, limit * 1.000001f);
        Assert.InRange(distances.Min(), -limit * 1.000001f, -0.5f * limit);
    }
}

[RnnModel(InputSize = 2)]
[Lstm(3)]
[Gru(2)]
[Dense(2)]
internal sealed partial class StartOfTensorFlow;

[RnnModel(InputSize = 20, Initialization = Initialization.Keras)]
[Lstm(16, ForgetBias = 0.25)]
[Gru(6)]
internal sealed partial class StartOfKeras;

[RnnModel(InputSize = 20, Initialization = Initialization.PyTorch)]
[Lstm(16)]
[Dense(9)]
internal sealed partial class StartOfPyTorch;

[RnnModel(InputSize = 2)]
[Lstm(3)]
[Gru(
    2, KernelInitializer = Initializer.Constant, KernelInitializerValue = 0.5, BiasInitializer = Initializer.Constant,
    BiasInitializerValue = -2)]
[Dense(2)]
internal sealed partial class StartOfOwn;
