using System;
using System.Linq;

namespace RnnGen.Bench.Networks;

/// <summary>
/// The weights of one layer as PyTorch and ONNX lay them out: input and recurrent matrices apart, transposed, gate below gate.
/// </summary>
/// <param name="Input">[gates x units, inputs]; of an embedding its table, [tokens, units].</param>
/// <param name="Recurrent">[gates x units, units]; empty for a dense layer and an embedding.</param>
/// <param name="Bias">[gates x units]; empty for an embedding.</param>
internal sealed record LayerWeights(float[] Input, float[] Recurrent, float[] Bias)
{
    /// <summary>What an LSTM of this project adds to its forget gate unless told otherwise; peers have it in the bias.</summary>
    private const float ForgetBias = 1;

    /// <summary>Place of the forget gate among TensorFlow's i, j, f, o.</summary>
    private const int ForgetGate = 2;

    /// <summary>Takes parameters of a layer.</summary>
    /// <param name="values">All parameters of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="order">Orders of the gates.</param>
    public static LayerWeights OfParameters(ReadOnlySpan<float> values, ModelDescription model, LayerShape layer, GateOrder order) =>
        Read(values, model, layer, order, ForgetBias);

    /// <summary>Takes gradients of a layer, laid out like the parameters.</summary>
    /// <param name="gradients">All gradients of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="order">Orders of the gates.</param>
    public static LayerWeights OfGradients(ReadOnlySpan<float> gradients, ModelDescription model, LayerShape layer, GateOrder order) =>
        Read(gradients, model, layer, order, 0);

    private static LayerWeights Read(
        ReadOnlySpan<float> values, ModelDescription model, LayerShape layer, GateOrder order, float forgetBias)
    {
        if (layer.Kind == LayerKind.Embedding)
        {
            return new LayerWeights(Tensor(values, model, $"{layer.Prefix}/table", out _).ToArray(), [], []);
        }

        int units = layer.Units, recurrent = layer.Kind == LayerKind.Dense ? 0 : units;
        LayerWeights weights = new(
            new float[layer.Gates * units * layer.Inputs], new float[layer.Gates * units * recurrent], new float[layer.Gates * units]);
        ReadOnlySpan<int> gates = order.Of(layer.Kind);
        for (int target = 0; target < layer.Gates; target++)
        {
            int gate = gates[target];
            (string part, int column) = layer.Kind == LayerKind.Gru
                ? gate < 2 ? ("gates/", gate * units) : ("candidate/", 0)
                : ("", gate * units);
            ReadOnlySpan<float> kernel = Tensor(values, model, $"{layer.Prefix}/{part}kernel", out int columns);
            ReadOnlySpan<float> bias = Tensor(values, model, $"{layer.Prefix}/{part}bias", out _);
            float added = layer.Kind == LayerKind.Lstm && gate == ForgetGate ? forgetBias : 0;
            for (int unit = 0; unit < units; unit++)
            {
                int row = (target * units) + unit;
                weights.Bias[row] = bias[column + unit] + added;
                for (int i = 0; i < layer.Inputs; i++)
                {
                    weights.Input[(row * layer.Inputs) + i] = kernel[(i * columns) + column + unit];
                }

                for (int i = 0; i < recurrent; i++)
                {
                    weights.Recurrent[(row * recurrent) + i] = kernel[((layer.Inputs + i) * columns) + column + unit];
                }
            }
        }

        return weights;
    }

    private static ReadOnlySpan<float> Tensor(ReadOnlySpan<float> values, ModelDescription model, string name, out int columns)
    {
        ParameterInfo info = model.Parameters.Single(parameter => parameter.Name == name);
        columns = info.Shape[^1];
        return values.Slice(info.Offset, info.Count);
    }
}

/// <summary>Which gate of TensorFlow stands at each place of a peer's order.</summary>
/// <param name="lstm">Places among i, j, f, o.</param>
/// <param name="gru">Places among r, u, candidate.</param>
internal sealed class GateOrder(int[] lstm, int[] gru)
{
    private static readonly int[] DenseGates = [0];

    /// <summary>PyTorch: i, f, g, o; r, z, n.</summary>
    public static GateOrder Torch { get; } = new([0, 2, 1, 3], [0, 1, 2]);

    /// <summary>ONNX: i, o, f, c; z, r, h.</summary>
    public static GateOrder Onnx { get; } = new([0, 3, 2, 1], [1, 0, 2]);

    /// <summary>The order for one kind of layer.</summary>
    /// <param name="kind">The kind.</param>
    public ReadOnlySpan<int> Of(LayerKind kind) => kind switch
    {
        LayerKind.Lstm => lstm,
        LayerKind.Gru => gru,
        _ => DenseGates,
    };
}
