using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace RnnGen.Interchange.Tests.Dtln;

/// <summary>What ONNX Runtime made of <see cref="DtlnSignal"/>, with the states of each frame given to the next.</summary>
/// <param name="Frames">The outputs of each frame.</param>
/// <param name="States">The states after each frame, [layer, unit, (h, c)].</param>
internal sealed record DtlnRecording(float[][] Frames, float[][] States)
{
    /// <summary>The recording of one of the networks.</summary>
    public static DtlnRecording Read(string network)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "dtln", $"{network}.json")))!;
        return new DtlnRecording(Tensors(root["frames"]!), Tensors(root["states"]!));
    }

    private static float[][] Tensors(JsonNode lines) =>
    [
        .. lines.AsArray().Select(
            line => MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(line!.GetValue<string>())).ToArray()),
    ];
}
