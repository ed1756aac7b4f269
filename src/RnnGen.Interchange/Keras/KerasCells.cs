using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>
/// Weights of Keras' recurrent layers, as <c>get_weights</c> gives them: kernel, recurrent kernel, bias where there is one.
/// </summary>
internal static class KerasCells
{
    /// <summary>LSTM: gates i, f, c, o side by side; kernel [inputs, 4u], recurrent kernel [u, 4u], bias [4u].</summary>
    public static LstmWeights Lstm(IReadOnlyList<NetworkTensor> weights, Activation activation = Activation.Tanh)
    {
        IReadOnlyList<Gate> gates = Gates(weights, weights is [_, _, NetworkTensor bias] ? bias.Values : null, null);
        return new LstmWeights(gates[0], gates[2], gates[1], gates[3]) { Activation = activation };
    }

    /// <summary>
    /// GRU: gates z, r, h side by side; kernel [inputs, 3u], recurrent kernel [u, 3u], bias [3u], or [2, 3u] with the reset after the
    /// product.
    /// </summary>
    public static GruWeights Gru(IReadOnlyList<NetworkTensor> weights, bool resetAfter = true, Activation activation = Activation.Tanh)
    {
        float[]? bias = weights is [_, _, NetworkTensor tensor] ? tensor.Values : null, recurrent = null;
        if (resetAfter && bias is not null)
        {
            (bias, recurrent) = (bias[..(bias.Length / 2)], bias[(bias.Length / 2)..]);
        }

        IReadOnlyList<Gate> gates = Gates(weights, bias, recurrent);
        return new GruWeights(gates[1], gates[0], gates[2], resetAfter) { Activation = activation };
    }

    /// <summary>SimpleRNN: kernel [inputs, u], recurrent kernel [u, u], bias [u].</summary>
    public static RnnWeights SimpleRnn(IReadOnlyList<NetworkTensor> weights, Activation activation = Activation.Tanh) =>
        new(Gates(weights, weights is [_, _, NetworkTensor bias] ? bias.Values : null, null)[0]) { Activation = activation };

    private static IReadOnlyList<Gate> Gates(IReadOnlyList<NetworkTensor> weights, float[]? bias, float[]? recurrentBias)
    {
        (int inputs, int columns, int units) = (weights[0].Shape[0], weights[0].Shape[1], weights[1].Shape[0]);
        return Gate.Split(
            new Matrix(inputs, columns, weights[0].Values), new Matrix(units, columns, weights[1].Values), bias, recurrentBias, units);
    }
}
