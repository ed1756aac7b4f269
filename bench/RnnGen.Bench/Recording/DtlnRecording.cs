using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange.Tests.Dtln;

namespace RnnGen.Bench.Recording;

/// <summary>
/// What ONNX Runtime makes of the tests' signal with the two networks of DTLN, frame by frame with its states carried, for the tests.
/// </summary>
internal static class DtlnRecording
{
    /// <summary>Command of this program; arguments: the folder of the models, the folder that receives a file for each.</summary>
    public const string Command = "record-dtln";

    // Base 64 has plus signs, which JSON need not escape.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs and records both.</summary>
    public static void Run(string models, string folder)
    {
        Record(Path.Combine(models, "model_1.onnx"), Path.Combine(folder, "model_1.json"), DtlnSignal.Magnitudes);
        Record(Path.Combine(models, "model_2.onnx"), Path.Combine(folder, "model_2.json"), DtlnSignal.Samples);
    }

    private static void Record(string model, string file, Func<int, float[]> signal)
    {
        using SessionOptions options = new() { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
        using InferenceSession session = new(model, options);
        string[] inputs = [.. session.InputMetadata.Keys.Order(StringComparer.Ordinal)];
        string[] outputs = [.. session.OutputMetadata.Keys.Order(StringComparer.Ordinal)];
        int width = session.InputMetadata[inputs[0]].Dimensions[^1];
        float[] values = signal(width), state = new float[2 * 128 * 2];
        List<string> frames = [], states = [];
        using RunOptions run = new();
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            float[] input = values[(frame * width)..((frame + 1) * width)];
            using OrtValue x = OrtValue.CreateTensorValueFromMemory(input, [1, 1, width]);
            using OrtValue before = OrtValue.CreateTensorValueFromMemory(state, [1, 2, 128, 2]);
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, inputs, [x, before], outputs);
            frames.Add(Text(results[0].GetTensorDataAsSpan<float>()));
            state = results[1].GetTensorDataAsSpan<float>().ToArray();
            states.Add(Text(state));
        }

        string made = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {Path.GetFileName(model)}";
        File.WriteAllText(file, JsonSerializer.Serialize(new { made, frames, states }, Indented) + "\n");
    }

    /// <summary>Little-endian floats in base 64.</summary>
    private static string Text(ReadOnlySpan<float> values) => Convert.ToBase64String(MemoryMarshal.AsBytes(values));
}
