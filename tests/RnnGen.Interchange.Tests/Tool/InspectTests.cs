using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class InspectTests
{
    [Fact]
    public async Task FormatsAreToldByContentsWhateverTheName()
    {
        using TemporaryFolder folder = new();
        (string File, string Format, int Tensors)[] all =
        [
            (ToolFiles.Keras, "Keras archive", 9), (ToolFiles.Hdf5, "HDF5", 26), (ToolFiles.Onnx, "ONNX", 9),
            (ToolFiles.Safetensors(folder), "safetensors", 6), (ToolFiles.TorchJson(folder), "PyTorch state dictionary as JSON", 6),
            (ToolFiles.RtNeural(folder), "RTNeural JSON", 5), (ToolFiles.Nam(folder), "Neural Amp Modeler", 1),
        ];
        foreach ((string file, string format, int tensors) in all)
        {
            string renamed = folder["network.bin"];
            File.Copy(file, renamed, overwrite: true);
            JsonElement inspection = await JsonAsync(renamed);
            Assert.Equal(format, inspection.GetProperty("format").GetString());
            Assert.Equal(JsonValueKind.Null, inspection.GetProperty("refused").ValueKind);
            Assert.Equal((format, tensors), (format, inspection.GetProperty("tensors").GetArrayLength()));
        }
    }

    [Fact]
    public async Task LayersInputsOutputsAndStatesAreShown()
    {
        JsonElement network = (await JsonAsync(ToolFiles.Keras)).GetProperty("network");
        JsonElement[] layers = [.. network.GetProperty("layers").EnumerateArray()];
        Assert.Equal("Graph", network.GetProperty("name").GetString());
        Assert.Equal(196, network.GetProperty("parameters").GetInt32());
        Assert.Equal(196, layers.Sum(layer => layer.GetProperty("parameters").GetInt32()));
        Assert.Equal(["a", "b", "c", "d", "f", "g", "i_dense", "j_dense"], layers.Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal("Lstm(4, ForgetBias = 0)", layers[0].GetProperty("kind").GetString());
        Assert.Equal(["a", "b"], Texts(layers[2], "reads"));
        Assert.Equal(["batch", "steps", "4"], Texts(layers[2], "shape"));
        Assert.Equal("i", layers[6].GetProperty("head").GetString());
        Assert.Equal(["sound", "knobs"], Names(network, "inputs"));
        Assert.Equal(["i", "j"], Names(network, "outputs"));
        Assert.Equal(["a/c", "a/h"], Names(network, "states"));

        // The table says the same.
        ToolRun run = await ToolRun.DoneAsync("inspect", ToolFiles.Keras);
        Assert.Contains("layers/lstm/cell/vars/1               [4, 16]  float32       64", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("i/i_dense  Dense(3, Activation = Activation.Elu)", StringComparison.Ordinal));
        Assert.Contains("states: a/c 4, a/h 4", run.Lines);
    }

    [Fact]
    public async Task WeightsWithoutANetworkAreShownToo()
    {
        using TemporaryFolder folder = new();
        Classes.Model("RnnModel(InputSize = 2)\nLstm(3)\nDense(1)").Parameters.Save(folder["own.safetensors"]);
        ToolRun run = await ToolRun.DoneAsync("inspect", folder["own.safetensors"]);
        Assert.Contains(run.Lines, line => line.StartsWith("lstm0/kernel", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("No network: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ParametersInPartsAreShownAsOne()
    {
        using TemporaryFolder folder = new();
        IRnnModel model = Classes.Model("RnnModel(InputSize = 2)\nLstm(3)\nDense(5)");
        model.Parameters.Save(folder["own.safetensors"], StorageType.Int8);
        JsonElement inspection = await JsonAsync(folder["own.safetensors"]);
        Assert.Equal(model.Description.ParameterCount, inspection.GetProperty("parameters").GetInt64());
        ToolRun run = await ToolRun.DoneAsync("inspect", folder["own.safetensors"]);
        Assert.Contains(run.Lines, line => Words(line) == "lstm0/kernel [5, 12] F32 [0..2], I8 [2..5] 60");
        Assert.Contains(run.Lines, line => Words(line) == "dense1/kernel [3, 5] I8 15");
        Assert.DoesNotContain(run.Lines, line => line.Contains(".scale", StringComparison.Ordinal));

        static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task OptionsSayWhatAStateDictionaryDoesNot()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.Safetensors(folder);
        JsonElement network = (await JsonAsync(
            file, "--activation", "dense=relu", "--last-step", "--batch-first", "--modules", "lstm", "dense")).GetProperty("network");
        Assert.Contains("Relu", network.GetProperty("layers")[1].GetProperty("kind").GetString(), StringComparison.Ordinal);
        Assert.Equal(["batch", "3"], Texts(network.GetProperty("layers")[1], "shape"));
        Assert.Equal(["batch", "steps", "2"], Texts(network.GetProperty("inputs")[0], "shape"));
        Assert.Contains("nix", await ToolRun.WrongAsync("inspect", file, "--activation", "nix=relu"), StringComparison.Ordinal);
        Assert.Contains("dense=nix", await ToolRun.WrongAsync("inspect", file, "--activation", "dense=nix"), StringComparison.Ordinal);
        Assert.Contains("Softsign", await ToolRun.WrongAsync("inspect", file, "--nonlinearity", "3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PicturesAreDrawnAndNotReplacedUnasked()
    {
        using TemporaryFolder folder = new();
        string svg = folder["graph.svg"];
        await ToolRun.DoneAsync("inspect", ToolFiles.Keras, "--svg", svg);
        string picture = await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken);
        Assert.StartsWith("<svg ", picture, StringComparison.Ordinal);
        Assert.Contains("knobs", picture, StringComparison.Ordinal);

        await File.WriteAllTextAsync(svg, "mine", TestContext.Current.CancellationToken);
        Assert.Contains("--force", await ToolRun.RefusedAsync(svg, "inspect", ToolFiles.Keras, "--svg", svg), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken));
        await ToolRun.DoneAsync("inspect", ToolFiles.Keras, "--svg", svg, "--force");
        Assert.Equal(picture, await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken));

        string nowhere = folder["none/graph.svg"];
        Assert.Contains("folder", await ToolRun.RefusedAsync(nowhere, "inspect", ToolFiles.Keras, "--svg", nowhere));
    }

    [Fact]
    public async Task PicturesNeedANetwork()
    {
        using TemporaryFolder folder = new();
        string file = folder["one.safetensors"];
        NetworkWeights.Save([new NetworkTensor("strange", [2, 2, 2], new float[8])], file);
        await ToolRun.RefusedAsync(file, "inspect", file, "--svg", folder["one.svg"]);
        Assert.Equal(["one.safetensors"], ToolFiles.Names(folder["."]));
    }

    [Fact]
    public async Task NamesOfAFileCannotActOnATerminal()
    {
        using TemporaryFolder folder = new();
        string file = folder["evil.safetensors"];
        NetworkWeights.Save([new NetworkTensor("a\u001b[2Jb\u202ec\nd", [1], [0])], file);
        ToolRun run = await ToolRun.DoneAsync("inspect", file);
        Assert.Contains(run.Lines, line => line.StartsWith("a?[2Jb?c d  [1]", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    private static async Task<JsonElement> JsonAsync(string file, params string[] options)
    {
        ToolRun run = await ToolRun.DoneAsync(["inspect", file, "--json", .. options]);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    private static string?[] Texts(JsonElement owner, string name) =>
        [.. owner.GetProperty(name).EnumerateArray().Select(text => text.GetString())];

    private static string?[] Names(JsonElement network, string list) =>
        [.. network.GetProperty(list).EnumerateArray().Select(each => each.GetProperty("name").GetString())];
}
