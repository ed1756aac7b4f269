using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The weights of one gate: <c>z = x·Input + h·Recurrent + InputBias + RecurrentBias</c>.</summary>
/// <param name="Input">Rows of the inputs, [inputs, units].</param>
/// <param name="Recurrent">Rows of the hidden state, [hidden, units].</param>
/// <param name="InputBias">The bias, or the first of two, [units]; <see langword="null"/> of a gate without.</param>
/// <param name="RecurrentBias">The second bias of ONNX, PyTorch and Keras' <c>reset_after</c>, [units].</param>
public sealed record Gate(Matrix Input, Matrix Recurrent, float[]? InputBias = null, float[]? RecurrentBias = null)
{
    /// <summary>Units of the gate.</summary>
    public int Units => Input.Columns;

    /// <summary>Both biases as one, rounded once.</summary>
    public float[]? Bias => RecurrentBias is null ? InputBias
        : InputBias is null ? RecurrentBias
        : [.. InputBias.Zip(RecurrentBias, (first, second) => first + second)];

    /// <summary>The rows of the inputs above those of the state, as RnnGen and TensorFlow 1 have them.</summary>
    public Matrix Kernel => Matrix.Above(Input, Recurrent);

    /// <summary>Gates from blocks that stand side by side in one kernel and one bias.</summary>
    /// <param name="input">[inputs, gates·units].</param>
    /// <param name="recurrent">[hidden, gates·units].</param>
    /// <param name="inputBias">[gates·units], or <see langword="null"/>.</param>
    /// <param name="recurrentBias">[gates·units], or <see langword="null"/>.</param>
    /// <param name="units">Units of a gate.</param>
    public static IReadOnlyList<Gate> Split(Matrix input, Matrix recurrent, float[]? inputBias, float[]? recurrentBias, int units) =>
    [
        .. Enumerable.Range(0, input.Columns / units).Select(gate => new Gate(
            input.TakeColumns(gate * units, units),
            recurrent.TakeColumns(gate * units, units),
            inputBias?[(gate * units)..((gate + 1) * units)],
            recurrentBias?[(gate * units)..((gate + 1) * units)])),
    ];
}
