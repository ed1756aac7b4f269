using System;
using System.Linq;
using System.Reflection;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Classes whose weights are in their assembly: compiled, loaded, and asked for their parameters.</summary>
public sealed class EmbeddedWeightsTests
{
    private const string Declaration = """"
        using RnnGen;

        [CellEquations("""
            state h
            z = [x, h] * kernel + bias
            h' = tanh(z) * 0.5
            """)]
        public sealed class HalfAttribute(int units) : RecurrentCellAttribute(units);

        // From a file.
        [RnnModel(InputSize = 3, Training = false)]
        [Half(4)]
        public sealed partial class Small;
        """";

    private static readonly float[] Kernel = [.. Enumerable.Range(0, 28).Select(i => (0.25f * i) - 3)];
    private static readonly float[] Bias = [1, -2, 3, -4];

    [Fact]
    public void ANewModelHasTheWeightsOfItsAssembly()
    {
        WeightsFile file = new WeightsFile("a b/small.safetensors").With("rnn0/bias", [4], Bias).With("rnn0/kernel", [7, 4], Kernel);
        IRnnModel model = Create(file, GeneratorHost.Source("[Rnn(4)]\n[Weights(\"small.safetensors\")]"));

        Assert.Equal([.. Kernel, .. Bias], model.Parameters.Values.ToArray());
        Assert.Equal(0, model.Parameters.Version);
    }

    [Fact]
    public void ASeedStillDrawsThem()
    {
        WeightsFile file = new WeightsFile("small.safetensors").With("rnn0/kernel", [7, 4], Kernel).With("rnn0/bias", [4], Bias);
        string plain = GeneratorHost.Source("[Rnn(4)]"), weighted = GeneratorHost.Source("[Rnn(4)]\n[Weights(\"small.safetensors\")]");
        IRnnModel drawn = Create(null, plain, 5UL);

        Assert.Equal(drawn.Parameters.Values.ToArray(), Create(file, weighted, 5UL).Parameters.Values.ToArray());
    }

    [Fact]
    public void BytesAreWidenedByTheirScales()
    {
        sbyte[] inputs = [.. Enumerable.Range(-6, 12).Select(i => (sbyte)i)], states = [.. Enumerable.Range(111, 16).Select(i => (sbyte)i)];
        float[] small = [0.5f, 1, 2, 4], large = [0.1f, 0, -1, 1e-3f];
        WeightsFile file = new WeightsFile("small.safetensors")
            .With("rnn0/kernel", [7, 4], (3, inputs, small), (4, states, large))
            .With("rnn0/bias", [4], Bias);
        IRnnModel model = Create(file, GeneratorHost.Source("[Rnn(4)]\n[Weights(\"small.safetensors\")]"));

        Assert.Equal(
            [.. inputs.Select((q, i) => q * small[i % 4]), .. states.Select((q, i) => q * large[i % 4]), .. Bias],
            model.Parameters.Values.ToArray());
    }

    /// <summary>More bytes than are read at once, and rows that are longer than that.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(17_000)]
    public void LargeTensorsAreReadInPieces(int units)
    {
        float[] kernel = [.. Enumerable.Range(0, 4 * units).Select(i => (float)i)];
        sbyte[] bytes = [.. Enumerable.Range(0, units * 3).Select(i => (sbyte)((i % 255) - 127))];
        string layers = $"[Rnn(3)]\n[Dense({units})]\n[Weights(\"large.safetensors\")]";
        float[] scales = [.. Enumerable.Range(0, units).Select(i => 0.5f + i)];
        WeightsFile file = new WeightsFile("large.safetensors")
            .With("rnn0/kernel", [6, 3], new float[18])
            .With("rnn0/bias", [3], new float[3])
            .With("dense1/kernel", [3, units], (3, bytes, scales))
            .With("dense1/bias", [units], [.. kernel.Take(units)]);
        IRnnModel model = Create(file, GeneratorHost.Source(layers));

        Assert.Equal([.. bytes.Select((q, i) => q * scales[i % units])], model.Parameters["dense1/kernel"].ToArray());
        Assert.Equal([.. kernel.Take(units)], model.Parameters["dense1/bias"].ToArray());
    }

    [Fact]
    public void AClassCanBeTheNetworkOfAFile()
    {
        WeightsFile file = new WeightsFile("small.onnx", "Onnx")
            .With("half0/kernel", [7, 4], Kernel).With("half0/bias", [4], Bias).Declaring(Declaration);
        IRnnModel model = Create(file, GeneratorHost.Source("", "FromOnnx = \"small.onnx\", Weights = WeightStorage.BFloat16"));

        Assert.Equal("Net", model.Description.Name);
        Assert.Equal(["Half(4)"], model.Description.Layers.Where(layer => layer.IsOwnCell).Select(layer => layer.Kind));
        Assert.Equal([.. Kernel, .. Bias], model.Parameters.Values.ToArray());
        Assert.IsNotAssignableFrom<ITrainableModel>(model);
    }

    /// <summary>The class was compiled beside one file, the assembly has another: nothing is read.</summary>
    [Fact]
    public void OtherWeightsThanThoseOfTheBuildAreRefused()
    {
        WeightsFile file = new WeightsFile("small.safetensors").With("rnn0/kernel", [7, 4], Kernel).With("rnn0/bias", [4], Bias);
        WeightsFile later = new WeightsFile("small.safetensors").With("rnn0/kernel", [7, 4], Kernel).With("rnn0/bias", [4], Kernel[..4]);
        string source = GeneratorHost.Source("[Rnn(4)]\n[Weights(\"small.safetensors\")]");
        GeneratorRun run = GeneratorHost.Run([file], source);

        foreach ((byte[]? resource, string what) in ((byte[]?, string)[])
            [(later.Blob, "has other weights in it"), ([1, 2], "has other weights in it"), (null, "has no weights in it")])
        {
            InvalidOperationException refused = Assert.IsType<InvalidOperationException>(
                Assert.Throws<TargetInvocationException>(() => run.Load(file.Resource, resource).CreateNet()).InnerException);
            Assert.StartsWith(
                $"UserProject {what}; the class was compiled for 'RnnGen.Weights/small.safetensors' with the hash ", refused.Message);
        }
    }

    private static IRnnModel Create(WeightsFile? file, string source, params object[] arguments)
    {
        GeneratorRun run = file is null ? GeneratorHost.Run(source) : GeneratorHost.Run([file], source);
        return run.Emits().Load(file?.Resource ?? "none", file?.Blob).CreateNet(arguments);
    }
}
