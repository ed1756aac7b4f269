using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.OnnxRuntime.Tests.Fixtures;
using Xunit;

namespace RnnGen.OnnxRuntime.Tests;

/// <summary>Files give in ONNX Runtime what the models give: outputs of every head, states after the last step.</summary>
public sealed class AgreementTests
{
    private const int Rows = 4, Steps = 7;

    public static TheoryData<string> Names => Samples.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void FullRows(string name) => Check(name, new OnnxWriterOptions(), lengths: null);

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsFirst(string name) => Check(name, new OnnxWriterOptions { Layout = SequenceLayout.TimeMajor }, lengths: null);

    [Theory]
    [MemberData(nameof(Names))]
    public void StatesInAndOut(string name) => Check(name, new OnnxWriterOptions { States = true }, lengths: null);

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsOfManyLengths(string name) => Check(name, new OnnxWriterOptions { Lengths = true }, [7, 3, 0, 1]);

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsOfManyLengthsWithStates(string name) =>
        Check(name, new OnnxWriterOptions { Lengths = true, States = true }, [0, 7, 1, 6]);

    private static void Check(string name, OnnxWriterOptions options, int[]? lengths) => Check(Samples.Create(name), options, lengths);

    /// <summary>Holds the file of a model against the model.</summary>
    internal static void Check(IRnnModel model, OnnxWriterOptions options, int[]? lengths)
    {
        ModelDescription description = model.Description;
        Batch batch = new(description, Rows, Steps, seed: 3, lengths);
        float[] outputs = new float[description.OutputCount(Rows, Steps)], after = new float[Rows * description.StateSize];
        model.Predict(batch.Sequences, outputs, options.States ? batch.States : [], after);
        bool stepsFirst = options.Layout == SequenceLayout.TimeMajor;
        foreach (GraphOptimizationLevel level in new[] { GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_ALL })
        {
            using OnnxFile file = new(ModelNetwork.Of(model), options, level);
            Dictionary<string, OrtValue> inputs = batch.Inputs(stepsFirst: stepsFirst);
            AddStates(file, description, batch, inputs);
            IReadOnlyDictionary<string, float[]> results = file.Run(inputs);
            for (int head = 0; head < description.Heads.Count; head++)
            {
                HeadInfo info = description.Heads[head];
                float[] actual = results[info.Name.Length > 0 ? info.Name : "output"];
                float[] expected = outputs[description.OutputRange(head, Rows, Steps)];
                Agreement.Of(
                    stepsFirst && info.OutputsEveryStep ? RowsFirst(actual, info.OutputSize) : actual, expected, $"{info.Name} {level}");
            }

            foreach (StateInfo state in options.States ? description.States : [])
            {
                Agreement.Of(
                    results[state.Name.Replace('/', '_') + "_out"], Batch.Part(after, description, state), $"{state.Name} {level}");
            }
        }
    }

    private static void AddStates(OnnxFile file, ModelDescription description, Batch batch, Dictionary<string, OrtValue> inputs)
    {
        foreach (StateInfo state in description.States)
        {
            string input = state.Name.Replace('/', '_');
            foreach (string name in file.Inputs)
            {
                if (name == input)
                {
                    float[] values = Batch.Part(batch.States, description, state);
                    inputs.Add(name, OrtValue.CreateTensorValueFromMemory(values, [Rows, state.Units]));
                }
            }
        }
    }

    private static float[] RowsFirst(float[] values, int size)
    {
        float[] turned = new float[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            int column = index % size, row = index / size % Rows, step = index / size / Rows;
            turned[(((row * Steps) + step) * size) + column] = values[index];
        }

        return turned;
    }
}
