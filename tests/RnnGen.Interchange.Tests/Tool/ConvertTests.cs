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
