using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class ConvertTests
{
    [Fact]
    public async Task WeightsForTheClassAreThoseOfImport()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder);
        await ToolRun.DoneAsync("import", file, "-o", folder["out"]);
        ToolRun run = await ToolRun.DoneAsync("convert", file, "--to", "rnngen", "-o", folder["own.safetensors"]);
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["out/Stack.safetensors"], TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(folder["own.safetensors"], TestContext.Current.CancellationToken));
        Assert.Contains(run.Lines, line => line.StartsWith("note: ", StringComparison.Ordinal));
    }

    /// <summary>The class of import loads it, whatever the type, and `import` writes the same.</summary>
    [Theory]
    [InlineData("bfloat16", 2)]
    [InlineData("Float16", 2)]
    [InlineData("int8", 4)]
    public async Task WeightsForTheClassMayHaveFewerBits(string storage, int share)
    {
        using TemporaryFolder folder = new();
        Network network = Classes.Network("RnnModel(InputSize = 9)\nLstm(64, ForgetBias = 0)\nDense(30)");
        OnnxWriter.Write(network, folder["net.onnx"]);
        await ToolRun.DoneAsync("import", folder["net.onnx"], "-o", folder["floats"], "--storage", "float32");
        await ToolRun.DoneAsync("import", folder["net.onnx"], "-o", folder["out"], "--storage", storage);
        await ToolRun.DoneAsync("convert", folder["net.onnx"], "--to", "rnngen", "-o", folder["own.safetensors"], "--storage", storage);
        byte[] bytes = await File.ReadAllBytesAsync(folder["own.safetensors"], TestContext.Current.CancellationToken);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder["out/Net.safetensors"], TestContext.Current.CancellationToken));
        long floats = new FileInfo(folder["floats/Net.safetensors"]).Length;
        Assert.InRange(bytes.Length, floats / share, (floats / share) + 4000);
    }

    [Fact]
    public async Task FewerBitsAreForTheClassAlone()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder), output = folder["out.safetensors"];
        foreach (string to in new[] { "torch", "keras", "onnx" })
        {
            Assert.Contains(
                $"--storage int8 is for --to rnngen alone; --to {to} writes floats.",
                await ToolRun.WrongAsync("convert", file, "--to", to, "-o", output, "--storage", "int8"),
                StringComparison.Ordinal);
        }

        Assert.Contains(
            "--storage is 'int4'; it must be float32, bfloat16, float16, int8.",
            await ToolRun.WrongAsync("convert", file, "--to", "rnngen", "-o", output, "--storage", "int4"),
            StringComparison.Ordinal);
        await ToolRun.WrongAsync("import", file, "-o", folder["out"], "--storage", "1");
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task WeightsThatATypeCannotHoldAreNamedAndNothingIsWritten()
    {
        using TemporaryFolder folder = new();
        Network network = Classes.Network("RnnModel(InputSize = 9)\nLstm(6, ForgetBias = 0)");
        network.Layers[0].Parameters[0].Values[5] = 70000;
        OnnxWriter.Write(network, folder["net.onnx"]);
        foreach (string[] command in new[]
        {
            ["convert", folder["net.onnx"], "--to", "rnngen", "-o", folder["own.safetensors"]],
            new[] { "import", folder["net.onnx"], "-o", folder["."] },
        })
        {
            string message = await ToolRun.RefusedAsync(folder["net.onnx"], [.. command, "--storage", "float16"]);
            Assert.Contains("is 70000 in row 0, column 5, beyond the range of half precision", message, StringComparison.Ordinal);
        }

        Assert.Equal(["net.onnx"], ToolFiles.Names(folder["."]));
    }

    /// <summary>A state dictionary to ONNX, and from there and back to one: the same network to the bit.</summary>
    [Fact]
    public async Task LayoutsLeadToEachOther()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder);
        await ToolRun.DoneAsync("convert", file, "--to", "onnx", "-o", folder["stack.onnx"]);
        await ToolRun.DoneAsync("convert", folder["stack.onnx"], "--to", "torch", "-o", folder["torch.safetensors"]);
        Assert.Equal(Values(TorchReader.Read(file)), Values(OnnxReader.Read(folder["stack.onnx"])));
        Assert.Equal(Values(TorchReader.Read(file)), Values(TorchReader.Read(folder["torch.safetensors"])));
        await ToolRun.DoneAsync("convert", file, "--to", "keras", "-o", folder["keras.safetensors"]);
        Assert.Equal(5, FileTensors.Of(folder["keras.safetensors"], NetworkFormat.Safetensors).Count);

        static float[] Values(ImportedNetwork network) => [.. NetworkWeights.Of(network.Network).SelectMany(tensor => tensor.Values)];
    }

    [Fact]
    public async Task WhatALayoutCannotExpressIsRefusedAndNothingWritten()
    {
        using TemporaryFolder folder = new();
        string amplifier = ToolFiles.Nam(folder), output = folder["out.safetensors"];

        // Neither PyTorch's nor Keras' layers learn the states that they start from.
        Assert.Contains("LearnedInitialState", await ToolRun.RefusedAsync(amplifier, "convert", amplifier, "--to", "torch", "-o", output));
        Assert.Contains("LearnedInitialState", await ToolRun.RefusedAsync(amplifier, "convert", amplifier, "--to", "keras", "-o", output));
        await ToolRun.RefusedAsync(amplifier, "convert", amplifier, "--to", "onnx", "-o", amplifier);
        Assert.Contains("tflite", await ToolRun.WrongAsync("convert", amplifier, "--to", "tflite", "-o", output), StringComparison.Ordinal);
        await ToolRun.WrongAsync("convert", amplifier, "-o", output);
        await ToolRun.WrongAsync("convert", amplifier, "--to", "onnx");
        Assert.Equal(["amp.nam"], ToolFiles.Names(folder["."]));
    }
}
