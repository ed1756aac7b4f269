using System;
using System.Collections.Generic;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>A part of the state of a streaming network: a graph input and a graph output.</summary>
/// <param name="Before">Name of the input.</param>
/// <param name="After">Name of the output.</param>
/// <param name="Units">Floats.</param>
internal sealed record OnnxState(string Before, string After, int Units);

/// <summary>Writes a network as an ONNX model, once for whole sequences and once for a single step.</summary>
internal static class OnnxNetwork
{
    /// <summary>Name of the model's input.</summary>
    public const string Input = "x";

    /// <summary>Name of the model's output.</summary>
    public const string Output = "y";

    /// <summary>A model of a whole batch: [steps, batch, input] to [batch, outputs].</summary>
    /// <param name="work">Network and batch.</param>
    /// <param name="values">Parameters.</param>
    public static byte[] Sequence(Workload work, ReadOnlySpan<float> values)
    {
        OnnxWriter onnx = new();
        onnx.Input(Input, work.Steps, work.BatchSize, work.Shape.Inputs);
        onnx.Constant("first", [0L]);
        onnx.Constant("second", [1L]);
        string features = Input;
        int recurrent = work.Shape.Layers.Count - 1;
        for (int i = 0; i < recurrent; i++)
        {
            LayerShape layer = work.Shape.Layers[i];
            bool last = i == recurrent - 1;
            string[] weights = Weights(onnx, work, values, layer);

            // Every step's output has an axis for directions, [steps, 1, batch, units]; the last step's, [1, batch, units].
            string raw = $"{layer.Prefix}/raw", output = $"{layer.Prefix}/out";
            Recurrent(onnx, layer, [features, .. weights], last ? ["", raw] : [raw]);
            onnx.Node("Squeeze", [raw, last ? "first" : "second"], [output]);
            features = output;
        }

        Dense(onnx, work, values, features);
        onnx.Output(Output, work.BatchSize, work.Shape.Outputs);
        return onnx.ToArray();
    }

    /// <summary>A model of one step of all rows: [1, batch, input] and the states to [batch, outputs] and the states.</summary>
    /// <param name="work">Network and batch.</param>
    /// <param name="values">Parameters.</param>
    public static byte[] Step(Workload work, ReadOnlySpan<float> values)
    {
        OnnxWriter onnx = new();
        onnx.Input(Input, 1, work.BatchSize, work.Shape.Inputs);
        onnx.Constant("first", [0L]);
        foreach (OnnxState state in States(work.Shape))
        {
            onnx.Input(state.Before, 1, work.BatchSize, state.Units);
        }

        string features = Input;
        foreach (LayerShape layer in work.Shape.Recurrent)
        {
            string[] weights = Weights(onnx, work, values, layer);
            string[] before = layer.Kind == LayerKind.Lstm ? ["", $"{layer.Prefix}/h", $"{layer.Prefix}/c"] : ["", $"{layer.Prefix}/h"];
            string[] after = layer.Kind == LayerKind.Lstm ? ["", $"{layer.Prefix}/h+", $"{layer.Prefix}/c+"] : ["", $"{layer.Prefix}/h+"];
            Recurrent(onnx, layer, [features, .. weights, .. before], after);

            // [directions, batch, units] of one step is [steps, batch, units] of one direction.
            features = $"{layer.Prefix}/h+";
        }

        onnx.Node("Squeeze", [features, "first"], ["top"]);
        Dense(onnx, work, values, "top");
        onnx.Output(Output, work.BatchSize, work.Shape.Outputs);
        foreach (OnnxState state in States(work.Shape))
        {
            onnx.Output(state.After, 1, work.BatchSize, state.Units);
        }

        return onnx.ToArray();
    }

    /// <summary>The states of a streaming network.</summary>
    /// <param name="shape">Its layers.</param>
    public static IEnumerable<OnnxState> States(NetworkShape shape)
    {
        foreach (LayerShape layer in shape.Recurrent)
        {
            yield return new OnnxState($"{layer.Prefix}/h", $"{layer.Prefix}/h+", layer.Units);
            if (layer.Kind == LayerKind.Lstm)
            {
                yield return new OnnxState($"{layer.Prefix}/c", $"{layer.Prefix}/c+", layer.Units);
            }
        }
    }

    private static void Recurrent(OnnxWriter onnx, LayerShape layer, string[] inputs, string[] outputs)
    {
        // H = (1 - z)·h~ + z·H before, with z in the place of TensorFlow's u. Zero of linear_before_reset: the reset comes first.
        (string, long) size = ("hidden_size", layer.Units);
        (string, long)[] attributes = layer.Kind == LayerKind.Gru ? [size, ("linear_before_reset", 0)] : [size];
        onnx.Node(layer.Kind == LayerKind.Gru ? "GRU" : "LSTM", inputs, outputs, attributes);
    }

    private static void Dense(OnnxWriter onnx, Workload work, ReadOnlySpan<float> values, string features)
    {
        LayerShape dense = work.Shape.Dense;
        LayerWeights weights = LayerWeights.OfParameters(values, work.Model, dense, GateOrder.Onnx);
        onnx.Constant("dense/W", weights.Input, dense.Units, dense.Inputs);
        onnx.Constant("dense/B", weights.Bias, dense.Units);
        onnx.Node("Gemm", [features, "dense/W", "dense/B"], [Output], ("transB", 1));
    }

    private static string[] Weights(OnnxWriter onnx, Workload work, ReadOnlySpan<float> values, LayerShape layer)
    {
        LayerWeights weights = LayerWeights.OfParameters(values, work.Model, layer, GateOrder.Onnx);
        int rows = layer.Gates * layer.Units;
        string[] names = [$"{layer.Prefix}/W", $"{layer.Prefix}/R", $"{layer.Prefix}/B"];
        onnx.Constant(names[0], weights.Input, 1, rows, layer.Inputs);
        onnx.Constant(names[1], weights.Recurrent, 1, rows, layer.Units);

        // Two biases, one for each matrix; their sum counts, since nothing stands between.
        onnx.Constant(names[2], [.. weights.Bias, .. new float[rows]], 1, 2 * rows);
        return names;
    }
}
