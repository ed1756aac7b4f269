using System;

namespace RnnGen;

/// <summary>
/// A quasi-recurrent layer of Bradbury et al. 2017 with "fo" pooling: kernel <c>[input, 3·units]</c> for the input of the step and
/// another for that of the step before, <c>z = x·W + x_before·V + b</c>, <c>c' = f·c + (1 - f)·tanh(zk)</c> with <c>f = σ(zf +
/// ForgetBias)</c>, output <c>σ(zo)·c'</c>. Before the first step the input is zero. Its states are c and the products of the step
/// before.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class QrnnAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>
    /// Whether the convolution sees the step before too, a width of 2; otherwise of 1. <see langword="true"/> unless set.
    /// </summary>
    public bool Previous { get; set; } = true;

    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 0 unless set.</summary>
    public double ForgetBias { get; set; }
}
