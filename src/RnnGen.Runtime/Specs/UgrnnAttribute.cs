using System;

namespace RnnGen;

/// <summary>
/// An update gate layer with the equations of TensorFlow's <c>UGRNNCell</c> (Collins, Sohl-Dickstein and Sussillo 2017): kernel
/// <c>[input + units, 2·units]</c>, <c>g = σ(zg + ForgetBias)</c>, <c>h' = g·h + (1 - g)·activation(zk)</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UgrnnAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Added to the gate when the network runs; the stored bias starts at 0. 1 unless set.</summary>
    public double ForgetBias { get; set; } = 1;

    /// <summary>The function of the candidate; <see cref="Activation.Tanh"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;
}
