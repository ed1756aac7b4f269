using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.OnnxRuntime.Tests.Fixtures;
using Xunit;

namespace RnnGen.OnnxRuntime.Tests;

/// <summary>Files of one step, with states carried from call to call, give what the models' own steps give.</summary>
public sealed class StreamingTests
{
    private const int Rows = 2, Steps = 50;

    public static TheoryData<string> Names => Samples.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void FiftySteps(string name) => Check(Samples.Create(name));

    /// <summary>Holds the streaming file of a model against its steps.</summary>
    internal static void Check(IRnnModel model)
    {
        ModelDescription description = model.Description;
        Network network = ModelNetwork.Of(model);
        OnnxWriterOptions options = new() { Streaming = true };
        Batch batch = new(description, Rows, Steps, seed: 5);
        HeadInfo[] heads = [.. description.Heads.Where(head => head.Streams)];
        float[][] states = [.. Enumerable.Range(0, Rows).Select(_ => Initial(model))];
        float[][] outputs = [.. Enumerable.Range(0, Rows).Select(_ => new float[Steps * heads.Sum(head => head.OutputSize)])];
        try
        {
            Predict(model, batch, states, outputs);
        }
        catch (NotSupportedException)
        {
            Exception refusal = Assert.Throws<NotSupportedException>(
                () => new OnnxFile(network, options, GraphOptimizationLevel.ORT_ENABLE_ALL));
            Assert.Contains(network.AllLayers, layer => refusal.Message.Contains($"'{layer.Name}'", StringComparison.Ordinal));
            return;
        }

        foreach (GraphOptimizationLevel level in new[] { GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_ALL })
        {
            using OnnxFile file = new(network, options, level);
            Run(file, model, batch, heads, outputs, states, level);
        }
    }

    private static float[] Initial(IRnnModel model)
    {
        float[] state = new float[model.Description.StateSize];
        model.InitialState(state);
        return state;
    }

    private static void Predict(IRnnModel model, Batch batch, float[][] states, float[][] outputs)
    {
        for (int step = 0; step < Steps; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                int size = outputs[row].Length / Steps;
                batch.Step(model, row, step, states[row], outputs[row].AsSpan(step * size, size));
            }
        }
    }

    private static void Run(
        OnnxFile file, IRnnModel model, Batch batch, HeadInfo[] heads, float[][] outputs, float[][] after, GraphOptimizationLevel level)
    {
        ModelDescription description = model.Description;
        float[] initial = [.. Enumerable.Repeat(Initial(model), Rows).SelectMany(state => state)];
        Dictionary<StateInfo, float[]> states =
            description.States.ToDictionary(state => state, state => Batch.Part(initial, description, state));
        List<float>[] all = [.. heads.Select(_ => new List<float>())];
        for (int step = 0; step < Steps; step++)
        {
            Dictionary<string, OrtValue> inputs = batch.Inputs(step);
            foreach ((StateInfo state, float[] values) in states)
            {
                inputs.Add(state.Name.Replace('/', '_'), OrtValue.CreateTensorValueFromMemory(values, [Rows, state.Units]));
            }

            IReadOnlyDictionary<string, float[]> results = file.Run(inputs);
            foreach (StateInfo state in description.States)
            {
                states[state] = results[state.Name.Replace('/', '_') + "_out"];
            }

            for (int head = 0; head < heads.Length; head++)
            {
                all[head].AddRange(results[heads[head].Name.Length > 0 ? heads[head].Name : "output"]);
            }
        }

        int first = 0, each = heads.Sum(head => head.OutputSize);
        for (int head = 0; head < heads.Length; head++)
        {
            float[] expected =
            [
                .. Enumerable.Range(0, Steps).SelectMany(step => Enumerable.Range(0, Rows)
                    .SelectMany(row => outputs[row].Skip((step * each) + first).Take(heads[head].OutputSize))),
            ];
            Agreement.Of(all[head], expected, $"{heads[head].Name} {level}");
            first += heads[head].OutputSize;
        }

        float[] last = [.. after.SelectMany(state => state)];
        foreach (StateInfo state in description.States)
        {
            Agreement.Of(states[state], Batch.Part(last, description, state), $"{state.Name} {level}");
        }
    }
}
