using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Dtln;

/// <summary>
/// Both halves of DTLN (Westhausen and Meyer 2020), each in one call: two LSTM as operators, and two that are written out.
/// </summary>
public sealed class DtlnTests
{
    [Fact]
    public void FirstHalfIsAStack()
    {
        ImportedNetwork network = OnnxReader.Read(SharedFolder.Models("dtln", "model_1.onnx"));

        Assert.Equal(
            [
                "RnnModel(InputSize = 257, Training = false)", "Lstm(128, ForgetBias = 0)", "Lstm(128, ForgetBias = 0)",
                "Dense(257, Activation = Activation.Sigmoid, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
        Assert.Equal([SourceRole.Values, SourceRole.States], network.Inputs.Select(tensor => tensor.Role));
        Assert.Equal([SourceRole.Values, SourceRole.States], network.Outputs.Select(tensor => tensor.Role));
    }

    [Fact]
    public void CellsThatAreWrittenOutAreFound()
    {
        ImportedNetwork network = OnnxReader.Read(SharedFolder.Models("dtln", "model_2.onnx"));

        Assert.Equal(
            [
                "RnnModel(InputSize = 512, Training = false)",
                "Dense(256, Bias = false, EveryStep = true, Name = \"conv1d_2\")",
                "LayerNorm(Epsilon = 1E-07)",
                "Lstm(128, ForgetBias = 0)",
                "Lstm(128, ForgetBias = 0)",
                "Dense(256, Activation = Activation.Sigmoid, EveryStep = true, Name = \"dense_3\")",
                "Product(From = [\"conv1d_2\", \"dense_3\"])",
                "Dense(512, Bias = false, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
    }

    [Theory]
    [InlineData("model_1", 257)]
    [InlineData("model_2", 512)]
    public void StreamsAsOnnxRuntimeDoes(string name, int width)
    {
        ImportedNetwork network = OnnxReader.Read(SharedFolder.Models("dtln", $"{name}.onnx"));
        IRnnModel model = ClassCompiler.Create(network.Network);
        DtlnRecording recording = DtlnRecording.Read(name);
        float[] signal = name == "model_1" ? DtlnSignal.Magnitudes(width) : DtlnSignal.Samples(width);
        SourceTensor frames = network.Inputs[0], before = network.Inputs[1], after = network.Outputs[1];
        SourceValue state = new([1, 2, 128, 2], new float[512]);
        float[] own = new float[model.Description.StateSize], output = new float[width];
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            float[] samples = signal[(frame * width)..((frame + 1) * width)];
            IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(network, model, new Dictionary<string, SourceValue>
            {
                [frames.Name] = new([1, 1, width], samples),
                [before.Name] = state,
            });
            state = outputs[after.Name];
            Agreement.Of(outputs[network.Outputs[0].Name].Values, recording.Frames[frame], $"{name}, frame {frame}");
            Agreement.Of(state.Values, recording.States[frame], $"{name}, states after frame {frame}");

            model.Step(samples, own, output);
            Agreement.Of(output, recording.Frames[frame], $"{name}, step {frame}");
        }

        // All frames at once.
        float[] outputsOfAll = new float[DtlnSignal.Frames * width], after50 = new float[own.Length];
        model.Predict(new SequenceBatch(signal, 1, DtlnSignal.Frames), outputsOfAll, default, after50);
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            Agreement.Of(outputsOfAll[(frame * width)..((frame + 1) * width)], recording.Frames[frame], $"{name}, predicted frame {frame}");
        }

        Agreement.Of([.. after.Columns.Select(column => after50[column])], recording.States[^1], $"{name}, predicted states");
    }
}
