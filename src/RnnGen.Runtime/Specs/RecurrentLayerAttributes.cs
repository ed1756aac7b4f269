using System;

namespace RnnGen;

/// <summary>
/// The basic recurrent layer of TensorFlow 1's <c>BasicRNNCell</c>: <c>h' = tanh([x, h]·W + b)</c>,
/// kernel <c>[input + units, units]</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RnnAttribute(int units) : WeightedRecurrentLayerAttribute
{
    /// <summary>Size of the hidden state.</summary>
    public int Units { get; } = units;
}

/// <summary>
/// A long short-term memory layer with the equations of TensorFlow 1's <c>LSTMCell</c>: kernel <c>[input + units, 4·units]</c>,
/// gate order i, j, f, o; <c>c' = σ(f + ForgetBias)·c + σ(i)·tanh(j)</c>, <c>h' = σ(o)·tanh(c')</c>.
/// </summary>
/// <param name="units">Size of the hidden state and of the cell state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmAttribute(int units) : WeightedRecurrentLayerAttribute
{
    /// <summary>Size of the hidden state and of the cell state.</summary>
    public int Units { get; } = units;

    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 1 unless set.</summary>
    public double ForgetBias { get; set; } = 1;
}

/// <summary>
/// A gated recurrent unit with the equations of TensorFlow 1's <c>GRUCell</c>: gates r, u with kernel <c>[input + units, 2·units]</c>
/// and bias starting at 1, candidate with the reset before the product: <c>k = tanh([x, r·h]·W + b)</c>, <c>h' = u·h + (1 - u)·k</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GruAttribute(int units) : WeightedRecurrentLayerAttribute
{
    /// <summary>Size of the hidden state.</summary>
    public int Units { get; } = units;
}
