using System;
using System.IO;
using System.Linq;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Networks.Real;

/// <summary>
/// DTLN with its makers' weights against ONNX Runtime's recorded numbers. The weights are not in the repository: without them there is
/// nothing to test.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class DtlnTests
{
    /// <summary>Names a folder with the subfolder <c>dtln</c>, in which the two models are.</summary>
    private const string EnvironmentVariable = "RNNGEN_MODELS";

    private const double Tolerance = 1e-5;

    [Fact]
    public void MasksAreThoseOfOnnxRuntime() =>
        Compare(DtlnWeights.Mask(Model("model_1")), DtlnRecording.Read("model_1"), DtlnSignal.Magnitudes(257), "lstm_4", "lstm_5");

    [Fact]
    public void FramesAreThoseOfOnnxRuntime() =>
        Compare(DtlnWeights.Frames(Model("model_2")), DtlnRecording.Read("model_2"), DtlnSignal.Samples(512), "lstm_6", "lstm_7");

    private static string Model(string name)
    {
        string? folder = NearbyFolder.Find(EnvironmentVariable, "models", "dtln");
        Assert.SkipWhen(folder is null, $"No models of DTLN: set {EnvironmentVariable}.");
        return Path.Combine(folder, $"{name}.onnx");
    }

    /// <summary>Step by step, then all at once.</summary>
    private static void Compare(ITrainableModel model, DtlnRecording recording, float[] signal, params string[] layers)
    {
        ModelDescription description = model.Description;
        int width = description.InputSize, outputs = description.OutputSize;
        Assert.Equal(DtlnSignal.Frames, recording.Frames.Length);
        float[] state = new float[description.StateSize], output = new float[outputs];
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            model.Step(signal.AsSpan(frame * width, width), state, output);
            Agree(recording.Frames[frame], output, $"outputs of frame {frame}");
            Agree(recording.States[frame], States(description, state, layers), $"states of frame {frame}");
        }

        NetworkBatch batch = new(signal, 1, DtlnSignal.Frames);
        Prediction prediction = Passes.Predict(model, batch);
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            Agree(
                recording.Frames[frame], prediction.Outputs.AsSpan(frame * outputs, outputs), $"predicted outputs of frame {frame}");
        }

        Agree(recording.States[^1], States(description, prediction.FinalStates, layers), "predicted states");
    }

    /// <summary>[layer, unit, (h, c)].</summary>
    private static float[] States(ModelDescription model, float[] state, string[] layers)
    {
        return
        [
            .. layers.SelectMany(layer => Part($"{layer}/h").Zip(Part($"{layer}/c"), (h, c) => new[] { h, c }).SelectMany(pair => pair)),
        ];

        float[] Part(string name)
        {
            StateInfo info = model.States.Single(info => info.Name == name);
            return state[info.Offset..(info.Offset + info.Units)];
        }
    }

    private static void Agree(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0, worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, Math.Abs((double)expected[i] - actual[i]));
        }

        Assert.True(worst <= Tolerance * largest, $"{what}: {worst:E1} off, the largest is {largest:E1}.");
    }
}
