using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;

namespace RnnGen.Interchange.Tests.Tool;

/// <summary>Small files of each format.</summary>
internal static class ToolFiles
{
    /// <summary>A file that Keras would write: two inputs, two heads.</summary>
    public static string Keras => Path.Combine(AppContext.BaseDirectory, "Keras", "Files", "graph.keras");

    /// <summary>The same in Keras 2's format, with two directions.</summary>
    public static string Hdf5 => Path.Combine(AppContext.BaseDirectory, "Keras", "Files", "directions_sum.h5");

    /// <summary>A file that PyTorch's exporter wrote.</summary>
    public static string Onnx => Path.Combine(AppContext.BaseDirectory, "Torch", "Files", "EveryStep.onnx");

    /// <summary>The names by which <see cref="Of"/> knows the formats.</summary>
    public static string[] Formats { get; } = ["keras", "hdf5", "onnx", "safetensors", "json", "rtneural", "nam"];

    /// <summary>A file of a format, written into the folder where none is there.</summary>
    public static string Of(string format, TemporaryFolder folder) => format switch
    {
        "keras" => Keras,
        "hdf5" => Hdf5,
        "onnx" => Onnx,
        "safetensors" => Safetensors(folder),
        "json" => TorchJson(folder),
        "rtneural" => RtNeural(folder),
        _ => Nam(folder),
    };

    /// <summary>An LSTM of 4 units on 2 features and a linear layer of 3, as PyTorch names them.</summary>
    public static IReadOnlyList<NetworkTensor> Torch { get; } =
    [
        Numbers.Random("lstm.weight_ih_l0", 1, 16, 2), Numbers.Random("lstm.weight_hh_l0", 2, 16, 4),
        Numbers.Random("lstm.bias_ih_l0", 3, 16), Numbers.Random("lstm.bias_hh_l0", 4, 16),
        Numbers.Random("dense.weight", 5, 3, 4), Numbers.Random("dense.bias", 6, 3),
    ];

    /// <summary>Writes them as safetensors.</summary>
    public static string Safetensors(TemporaryFolder folder, string name = "stack.safetensors")
    {
        NetworkWeights.Save(Torch, folder[name]);
        return folder[name];
    }

    /// <summary>Writes them as JSON.</summary>
    public static string TorchJson(TemporaryFolder folder, string name = "stack.json") => folder.Write(name, Numbers.Json(Torch));

    /// <summary>A dense layer as RTNeural writes it.</summary>
    public static string RtNeural(TemporaryFolder folder) => folder.Write(
        "small.json",
        """
        {"in_shape": [null, null, 1], "layers": [
        {"type": "lstm", "activation": "tanh", "shape": [null, null, 1],
        "weights": [[[0.5, 0.25, -0.5, 1]], [[0.5, 0.25, -0.5, 1]], [0, 0, 0, 0]]},
        {"type": "dense", "activation": "", "shape": [null, null, 2], "weights": [[[1, 2]], [3, 4]]}]}
        """);

    /// <summary>An amplifier of one unit.</summary>
    public static string Nam(TemporaryFolder folder) => folder.Write(
        "amp.nam",
        """
        {"version": "0.5.2", "architecture": "LSTM", "config": {"input_size": 1, "hidden_size": 1, "num_layers": 1},
        "weights": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0.5, 0.25, 2, 1], "sample_rate": 48000}
        """);

    /// <summary>The names in a folder.</summary>
    public static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
