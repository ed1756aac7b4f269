using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Tests.Networks.Real;

/// <summary>The published weights of DTLN, in the order and the layout of our parameters.</summary>
internal static class DtlnWeights
{
    private const int Units = 128, Gates = 4;

    // Where ours, i, j, f, o, stand among those of ONNX, i, o, f, c, and of Keras, i, f, c, o.
    private static readonly int[] Onnx = [0, 3, 2, 1], Keras = [0, 2, 1, 3];

    /// <summary>The first half: two nodes of ONNX' LSTM, whose matrices are [gates · units, inputs].</summary>
    public static DtlnMask Mask(string path)
    {
        IReadOnlyDictionary<string, float[]> tensors = OnnxWeights.Read(path);
        DtlnMask model = new();
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (string name in new[] { "lstm_4", "lstm_5" })
        {
            float[] bias = tensors[$"{name}_B"];
            float[] both = [.. bias[..(Gates * Units)].Zip(bias[(Gates * Units)..], (input, state) => input + state)];
            Lstm(edit, name, Transposed(tensors[$"{name}_W"]), Transposed(tensors[$"{name}_R"]), both, Onnx);
        }

        Give(edit, "mask/kernel", tensors["dense_2/kernel:0"]);
        Give(edit, "mask/bias", tensors["dense_2/bias:0"]);
        return model;
    }

    /// <summary>
    /// The second half: its LSTMs are written out in the operations of Keras' cell, whose matrices are [inputs, gates · units]. The
    /// outputs of their Split go to Sigmoid, Sigmoid, Tanh, Sigmoid; the second is multiplied with c. Its first and its last dense layer
    /// are convolutions of width 1, [outputs, inputs, 1].
    /// </summary>
    public static DtlnFrames Frames(string path)
    {
        IReadOnlyDictionary<string, float[]> tensors = OnnxWeights.Read(path);
        DtlnFrames model = new();
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (string name in new[] { "lstm_6", "lstm_7" })
        {
            Lstm(edit, name, Variable($"{name}/MatMul"), Variable($"{name}/MatMul_1"), Variable($"{name}/BiasAdd"), Keras);
        }

        Give(edit, "encoded/kernel", Transposed(tensors["conv1d_2/kernel:0"], rows: 256));
        Give(edit, "norm/gamma", Variable("instant_layer_normalization_1/mul"));
        Give(edit, "norm/beta", Variable("instant_layer_normalization_1/add_1"));
        Give(edit, "mask/kernel", tensors["model_2/dense_3/Tensordot/Reshape_1:0"]);
        Give(edit, "mask/bias", Variable("dense_3/BiasAdd"));
        Give(edit, "decoded/kernel", Transposed(tensors["conv1d_3/kernel:0"], rows: 512));
        return model;

        float[] Variable(string name) => tensors[$"model_2/{name}/ReadVariableOp/resource:0"];
    }

    /// <param name="edit">Receives the parameters.</param>
    /// <param name="name">The layer.</param>
    /// <param name="input">[inputs, gates · units].</param>
    /// <param name="state">[units, gates · units].</param>
    /// <param name="bias">[gates · units].</param>
    /// <param name="gates">Which of these gates is each of ours.</param>
    private static void Lstm(ParameterEdit edit, string name, float[] input, float[] state, float[] bias, int[] gates)
    {
        Give(edit, $"{name}/kernel", [.. Reordered(input, gates), .. Reordered(state, gates)]);
        Give(edit, $"{name}/bias", Reordered(bias, gates));
    }

    private static float[] Reordered(float[] rows, int[] gates) =>
    [
        .. rows.Chunk(Gates * Units).SelectMany(row => gates.SelectMany(gate => row.Skip(gate * Units).Take(Units))),
    ];

    private static float[] Transposed(float[] matrix, int rows = Gates * Units) =>
        NetworkBatch.Transposed(matrix, rows, matrix.Length / rows);

    private static void Give(ParameterEdit edit, string name, float[] values)
    {
        Span<float> parameter = edit[name];
        if (parameter.Length != values.Length)
        {
            throw new InvalidDataException($"{name} has {parameter.Length} numbers, the file {values.Length}.");
        }

        values.CopyTo(parameter);
    }
}
