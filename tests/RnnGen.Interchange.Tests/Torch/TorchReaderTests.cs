using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Torch;

public sealed class TorchReaderTests
{
    private static readonly NetworkTensor[] Lstm = Recurrent("lstm", 4, 3, 4);

    [Fact]
    public void JsonKeepsTheOrderOfModules()
    {
        ImportedNetwork network = Json([.. Lstm, .. Linear("fc1", 4, 4), .. Linear("fc2", 4, 3)]);
        Assert.Equal(
            [
                "RnnModel(InputSize = 3, Training = false)", "Lstm(4, ForgetBias = 0)", "Dense(4, EveryStep = true)", "Dense(3, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
        Assert.Equal(
            [
                "The modules were taken in the order of the file: lstm, fc1, fc2.", "No function was assumed after fc1 (option Activations).",
                "The network was assumed to give a vector for every step (option EveryStep).",
                "Tensors of the original were assumed to be [steps, batch, features] (option BatchFirst).",
            ],
            network.Notes);
        Assert.NotNull(ClassCompiler.Create(network.Network));
    }

    [Fact]
    public void SafetensorsGoByWidthsWhereOneOrderFits()
    {
        ImportedNetwork network = Safetensors([.. Linear("a_last", 4, 2), .. Lstm]);
        Assert.Equal(["Lstm", "Dense"], network.Network.Layers.Select(layer => layer.Kind));
        Assert.Contains("The modules were taken in the only order in which their widths fit: lstm, a_last.", network.Notes);
    }

    [Fact]
    public void SafetensorsOfNumberedModulesGoByTheirNumbers()
    {
        ImportedNetwork network = Safetensors([.. Recurrent("net.2", 3, 3, 3), .. Linear("net.10", 3, 3), .. Linear("net.0", 3, 3)]);
        Assert.Equal(["Dense", "Gru", "Dense"], network.Network.Layers.Select(layer => layer.Kind));
        Assert.Contains("The modules were taken in the order of their numbers: net.0, net.2, net.10.", network.Notes);
    }

    [Fact]
    public void OrdersThatFitAreNamedWhereSeveralDo()
    {
        NetworkTensor[] tensors = [.. Linear("fc", 4, 4), .. Recurrent("gru", 3, 3, 4), .. Recurrent("gru2", 3, 4, 4)];
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => Safetensors(tensors));
        Assert.EndsWith(
            "the widths of the modules fit in more than one order; give it (option Modules): gru, fc, gru2; gru, gru2, fc.",
            failure.Message,
            StringComparison.Ordinal);
        ImportedNetwork network = Safetensors(tensors, new TorchReaderOptions { Modules = ["gru", "fc", "gru2"] });
        Assert.Equal(["Gru", "Dense", "Gru"], network.Network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void WidthsThatFitInNoOrderAreRefused()
    {
        Assert.EndsWith(
            "in no order do the widths of these modules fit: 'fc' (Linear, 5 to 7), 'lstm' (LSTM, 3 to 4).",
            Assert.Throws<NotSupportedException>(() => Safetensors([.. Linear("fc", 5, 7), .. Lstm])).Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "do not fit in the order of the file: 'lstm' (LSTM, 3 to 4) cannot read 'fc' (Linear, 4 to 2); give the order (option Modules).",
            Assert.Throws<NotSupportedException>(() => Json([.. Linear("fc", 4, 2), .. Lstm])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ManyModulesOfOneWidthEndSoon() => Assert.Contains(
        "more than one order",
        Assert.Throws<NotSupportedException>(() => Safetensors(
            [.. Enumerable.Range(0, 40).SelectMany(index => Linear($"m{(char)('a' + (index % 26))}{index}x", 2, 2))])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void OptionsSayWhatTheFileDoesNot()
    {
        ImportedNetwork network = Json(
            [new NetworkTensor("words.weight", [7, 3], new float[21]), .. Recurrent("rnn", 1, 3, 4), .. Norm("norm", 4), .. Linear("fc", 4, 2)[..1]],
            new TorchReaderOptions
            {
                Embeddings = ["words"],
                Nonlinearity = Activation.Relu,
                Activations = new Dictionary<string, Activation> { ["rnn"] = Activation.Elu, ["fc"] = Activation.Sigmoid },
                LayerNormEpsilon = 0.5,
                EveryStep = false,
                BatchFirst = true,
            });
        Assert.Equal(
            [
                "RnnModel(Training = false)", "Embedding(7, 3)", "Rnn(4, Activation = Activation.Relu)", "Pooling(Pooling.Last)", "Activation(Activation.Elu)",
                "LayerNorm(Epsilon = 0.5)", "Dense(2, Activation = Activation.Sigmoid, Bias = false)",
            ],
            NetworkSource.Attributes(network.Network));
        Assert.Equal([SourceAxis.Batch, SourceAxis.Time], network.Inputs[0].Axes);
        Assert.Equal([SourceAxis.Batch, SourceAxis.Columns], network.Outputs[0].Axes);
        Assert.NotNull(ClassCompiler.Create(network.Network));
    }

    [Fact]
    public void CellsAreModulesToo()
    {
        NetworkTensor[] cell = [.. Recurrent("cell", 4, 3, 2).Select(tensor => tensor with { Name = tensor.Name.Replace("_l0", "", StringComparison.Ordinal) })];
        Stacks.Equal(Json(Recurrent("cell", 4, 3, 2)).Network, Json(cell).Network);
    }

    [Fact]
    public void StatesHaveTheNamesOfTheirModules() => Assert.Equal(
        ["input", "lengths", "lstm.h_0", "lstm.c_0", "gru.h_0"],
        Json([.. Lstm, .. Recurrent("gru", 3, 4, 2)]).Inputs.Select(tensor => tensor.Name));

    [Fact]
    public void OptionsThatDoNotFitTheFileAreRefused()
    {
        Refused("the options name other", new TorchReaderOptions { Embeddings = ["other"] });
        Refused("the options name lstm", new TorchReaderOptions { Embeddings = ["lstm"] });
        Refused("nn.RNN has tanh or relu, not Elu", new TorchReaderOptions { Nonlinearity = Activation.Elu });
        Refused("The order must name each module of the file once: lstm; it names lstm, lstm.", new TorchReaderOptions { Modules = ["lstm", "lstm"] });

        static void Refused(string message, TorchReaderOptions options) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Json(Lstm, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherModulesAreNamedAllAtOnce() => Assert.EndsWith(
        "but none of them is module 'conv' with weight [2, 3, 4]; module 'bn' with weight [2], running_mean [2].",
        Assert.Throws<NotSupportedException>(() => Json(
            [.. Lstm, Random("conv.weight", 2, 3, 4), Random("bn.weight", 2), Random("bn.running_mean", 2)])).Message,
        StringComparison.Ordinal);

    public static TheoryData<string, NetworkTensor[]> Contradictions() => new()
    {
        { "must have a tensor 'weight_hh_l0', found bias_hh_l0, bias_ih_l0, weight_ih_l0", [Lstm[0], Lstm[2], Lstm[3]] },
        { "must have a tensor 'bias_hh_l0'", [.. Lstm[..3]] },
        { "tensor 'lstm.bias_ih_l0' must be [16], found [15]", [.. Lstm[..2], Random("lstm.bias_ih_l0", 15), Lstm[3]] },
        { "tensor 'lstm.weight_hh_l0' must be [16, 4], found [8, 4]", [Lstm[0], Random("lstm.weight_hh_l0", 8, 4), .. Lstm[2..]] },
        { "'lstm.weight_ih_l0' of 4 units must have 4, 12 or 16 rows, found 8", [Random("lstm.weight_ih_l0", 8, 3), Random("lstm.weight_hh_l0", 8, 4)] },
        { "'lstm.weight_ih_l0' of 5 units must have 20 rows, found 16", [.. Lstm, Random("lstm.weight_hr_l0", 4, 5)] },
        { "must have 2 dimensions, found 1", [Random("lstm.weight_ih_l0", 16), .. Lstm[1..]] },
        { "tensor 'lstm.weight_ih_l1' must be [16, 4], found [16, 3]", [.. Lstm, .. Recurrent("lstm", 4, 3, 4, "_l1")] },
        { "tensor 'lstm.weight_ih_l2' belongs to no layer", [.. Lstm, .. Recurrent("lstm", 4, 4, 4, "_l2")] },
        { "all layers of module 'lstm' must have as many gates", [.. Lstm, .. Recurrent("lstm", 3, 4, 4, "_l1")] },
        { "both directions of layer 0 of module 'lstm' must have equal shapes", [.. Lstm, .. Recurrent("lstm", 4, 3, 5, "_l0_reverse")] },
        { "must have a tensor 'weight_ih_l1_reverse'", [.. Lstm, .. Recurrent("lstm", 4, 3, 4, "_l0_reverse"), .. Recurrent("lstm", 4, 8, 4, "_l1")] },
        { "tensor 'fc.bias' must be [2] beside 'fc.weight' [2, 4], found [3]", [Random("fc.weight", 2, 4), Random("fc.bias", 3)] },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void TensorsThatContradictEachOtherAreRefused(string message, NetworkTensor[] tensors)
    {
        foreach (Func<ImportedNetwork> read in new Func<ImportedNetwork>[] { () => Json(tensors), () => Safetensors(tensors) })
        {
            Assert.Contains(message, Assert.Throws<InvalidDataException>(read).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "must be JSON")]
    [InlineData("{}", "it must have tensors, found none")]
    [InlineData("""{"fc.weight": [[1, NaN]]}""", "must be JSON")]
    [InlineData("""{"fc.weight": [[1, "NaN"]]}""", "found a text at [0, 1]")]
    [InlineData("""{"fc.weight": [[1, 2], [3]]}""", "'fc.weight' [1] must have 2 elements as the rows before it, found 1")]
    [InlineData("""{"fc.weight": [[1, 2], 3]}""", "'fc.weight' must have an array at [1], found a number")]
    [InlineData("""{"fc.weight": [[[[[1]]]]]}""", "must have at most 4 dimensions, found more")]
    [InlineData("""{"fc.weight": {"a": 1}}""", "'fc.weight' must be an array, found an object")]
    [InlineData("""{"fc.weight": [[1]], "fc.weight": [[1]]}""", "every name must occur once, found 'fc.weight' twice")]
    [InlineData("""{"fc.weight": [[1]]} x""", "must be JSON")]
    [InlineData("""{"fc.weight": [[-1e40]]}""", "found one beyond at [0, 0]")]
    [InlineData("{\"\\ud800\": [[1]]}", "must be valid Unicode")]
    public void DamagedJsonIsRefused(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("state.json", text);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => TorchReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultsAreOneLineWhateverTheNames()
    {
        string message = Assert.Throws<NotSupportedException>(() => Json([Random("a\nb\r.c", 1), Random("d\u2028.e", 1)])).Message;
        Assert.EndsWith("none of them is module 'a?b?' with c [1]; module 'd?' with e [1].", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileNamedAfterAMemberGivesAnotherClass()
    {
        ImportedNetwork network = Json(Lstm);
        Assert.Equal("StateNetwork", network.Network.Name);
        Assert.NotNull(ClassCompiler.Create(network.Network));
    }

    [Fact]
    public void ANestingBombIsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("state.json", "{\"a\":" + new string('[', 5_000_000));
        Assert.Contains("at most 4 dimensions", Assert.Throws<InvalidDataException>(() => TorchReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClaimBeyondTheFileIsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"fc.weight":{"dtype":"F32","shape":[1000000,1000],"data_offsets":[0,4000000000]}}""");
        string path = folder.Write("state.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, 0, 0, 0, 0]);
        Assert.Contains("found [0, 4000000000]", Assert.Throws<InvalidDataException>(() => TorchReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IntegersAreRefusedByName()
    {
        using TemporaryFolder folder = new();
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""");
        string path = folder.Write("state.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[8]]);
        Assert.Contains("'bn.num_batches_tracked' I64 []", Assert.Throws<NotSupportedException>(() => TorchReader.Read(path)).Message, StringComparison.Ordinal);
    }

    private static ImportedNetwork Json(NetworkTensor[] tensors, TorchReaderOptions? options = null)
    {
        using TemporaryFolder folder = new();
        return TorchReader.Read(folder.Write("state.json", Numbers.Json(tensors)), options);
    }

    private static ImportedNetwork Safetensors(NetworkTensor[] tensors, TorchReaderOptions? options = null)
    {
        using TemporaryFolder folder = new();
        NetworkWeights.Save(tensors, folder["state.safetensors"]);
        return TorchReader.Read(folder["state.safetensors"], options);
    }

    private static NetworkTensor[] Recurrent(string module, int gates, int inputs, int units, string suffix = "_l0") =>
    [
        Random($"{module}.weight_ih{suffix}", gates * units, inputs), Random($"{module}.weight_hh{suffix}", gates * units, units),
        Random($"{module}.bias_ih{suffix}", gates * units), Random($"{module}.bias_hh{suffix}", gates * units),
    ];

    private static NetworkTensor[] Linear(string module, int inputs, int outputs) =>
        [Random($"{module}.weight", outputs, inputs), Random($"{module}.bias", outputs)];

    private static NetworkTensor[] Norm(string module, int features) => [Random($"{module}.weight", features), Random($"{module}.bias", features)];

    private static NetworkTensor Random(string name, params int[] shape) => Numbers.Random(name, seed: shape.Sum(), shape);
}
