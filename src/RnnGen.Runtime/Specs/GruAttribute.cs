using System;

namespace RnnGen;

/// <summary>
/// A gated recurrent unit with the equations of TensorFlow 1's <c>GRUCell</c>: gates r, u with kernel <c>[input + units, 2·units]</c>
/// and bias starting at 1, candidate with the reset before the product: <c>k = tanh([x, r·h]·W + b)</c>, <c>h' = u·h + (1 - u)·k</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GruAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>
    /// Whether the reset comes after the product, <c>k = tanh(x·W + b + r·(h·U + c))</c>, as in PyTorch, in Keras by default, in ONNX with
    /// <c>linear_before_reset = 1</c> and in TensorFlow's <c>CudnnCompatibleGRUCell</c>. Weights of one kind do not fit the other.
    /// </summary>
    public bool ResetAfter { get; set; }

    /// <summary>
    /// Whether each product is normalised over the units of a row, then multiplied by a learned gain and shifted (Ba, Kiros, Hinton 2016);
    /// with <see cref="ResetAfter"/> those of the candidate's inputs and states one by one. The shifts of the gates start as 1, like the
    /// bias whose place they take.
    /// </summary>
    public bool LayerNorm { get; set; }

    /// <summary>
    /// What <see cref="LayerNorm"/> adds to a variance; 1e-3 unless set: the products of a zero state, all of them zero, would otherwise
    /// have gradients beyond any measure.
    /// </summary>
    public double LayerNormEpsilon { get; set; } = 1e-3;

    /// <summary>The function of the candidate; <see cref="Activation.Tanh"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;

    /// <summary>Whether there are biases; <see langword="true"/> unless set.</summary>
    public bool Bias { get; set; } = true;
}
