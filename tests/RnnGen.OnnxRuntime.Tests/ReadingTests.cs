using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Onnx;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.OnnxRuntime.Tests;

/// <summary>Files that are read, run as their class and by ONNX Runtime.</summary>
public sealed class ReadingTests
{
    private const int Frames = 200;

    /// <summary>Both halves of DTLN (Westhausen and Meyer 2020), with the states of each frame given to the next.</summary>
    [Theory]
    [InlineData("model_1")]
    [InlineData("model_2")]
    public void DtlnStreams(string name)
    {
        string path = SharedFolder.Models("dtln", $"{name}.onnx");
        ImportedNetwork network = OnnxReader.Read(path);
        IRnnModel model = ClassCompiler.Create(network.Network);
        using InferenceSession session = new(path);
        SourceTensor frame = network.Inputs[0], before = network.Inputs[1], sound = network.Outputs[0], after = network.Outputs[1];
        int width = frame.Columns.Count;
        Random random = new(5);
        float[] states = new float[before.Columns.Count], own = new float[model.Description.StateSize], output = new float[width];
        for (int index = 0; index < Frames; index++)
        {
            float loudness = index % 20 < 12 ? 1 : 0.02f;
            (float scale, float shift) = name == "model_1" ? (3, 0) : (1, -0.5f);
            float[] values = [.. Enumerable.Range(0, width).Select(_ => loudness * ((random.NextSingle() * scale) + shift))];
            Dictionary<string, OrtValue> inputs = new()
            {
                [frame.Name] = OrtValue.CreateTensorValueFromMemory(values, [1, 1, width]),
                [before.Name] = OrtValue.CreateTensorValueFromMemory(states, [1, 2, 128, 2]),
            };
            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, inputs, [sound.Name, after.Name]);
            states = results[1].GetTensorDataAsSpan<float>().ToArray();

            model.Step(values, own, output);
            Agreement.Of(output, results[0].GetTensorDataAsSpan<float>().ToArray(), $"{name}, frame {index}");
            Agreement.Of([.. after.Columns.Select(column => own[column])], states, $"{name}, states after frame {index}");
        }
    }

    /// <summary>Attributes of which ONNX' own tests have no case.</summary>
    [Theory]
    [InlineData("LSTM", "clip=0.3")]
    [InlineData("LSTM", "peepholes=1 clip=0.4 direction=bidirectional")]
    [InlineData("LSTM", "input_forget=1 peepholes=1")]
    [InlineData("LSTM", "f=HardSigmoid:0.3:0.4 g=ScaledTanh:1.5:0.7 h=Softsign")]
    [InlineData("GRU", "clip=0.2 direction=bidirectional")]
    [InlineData("GRU", "linear_before_reset=1 clip=0.3")]
    [InlineData("GRU", "f=HardSigmoid:0.2:0.5 g=Elu:0.7 direction=reverse")]
    [InlineData("RNN", "clip=0.3")]
    [InlineData("RNN", "f=LeakyRelu:0.2 direction=bidirectional")]
    public void AttributesAreThoseOfOnnxRuntime(string op, string attributes)
    {
        const int Steps = 5, Rows = 2, Inputs = 3;
        Dictionary<string, string> options = attributes.Split(' ').Select(part => part.Split('='))
            .ToDictionary(part => part[0], part => part[1]);
        OnnxCell cell = new(op, options, units: 4, Inputs, Rows, Steps);
        byte[] bytes = cell.Model().ToByteArray();
        ImportedNetwork network = OnnxReader.Read(bytes, "cell");
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network,
            ClassCompiler.Create(network.Network),
            new Dictionary<string, SourceValue> { ["X"] = new([Steps, Rows, Inputs], cell.X) });
        using InferenceSession session = new(bytes);
        using RunOptions run = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(cell.X, [Steps, Rows, Inputs]);
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(run, new Dictionary<string, OrtValue> { ["X"] = input }, ["Y"]);
        Agreement.Of(outputs["Y"].Values, results[0].GetTensorDataAsSpan<float>().ToArray(), $"{op} {attributes}");
    }
}
