using System;

namespace RnnGen;

/// <summary>
/// The basic recurrent layer of TensorFlow 1's <c>BasicRNNCell</c>: <c>h' = activation([x, h]·W + b)</c>,
/// kernel <c>[input + units, units]</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RnnAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>The function of the new state; <see cref="Activation.Tanh"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;

    /// <summary>Whether there is a bias; <see langword="true"/> unless set.</summary>
    public bool Bias { get; set; } = true;
}
