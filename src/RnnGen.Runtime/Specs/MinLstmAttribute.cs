using System;

namespace RnnGen;

/// <summary>
/// A minimal LSTM of Feng et al. 2024 ("Were RNNs All We Needed?"), whose gates read the input alone: kernel <c>[input, 3·units]</c>,
/// <c>f = σ(zf + ForgetBias)</c>, <c>i = σ(zi)</c>, <c>h' = (f·h + i·activation(zk)) / (f + i)</c>, the shares by
/// the logarithms of the gates, so that both may be nearly 0.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MinLstmAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 0 unless set.</summary>
    public double ForgetBias { get; set; }

    /// <summary>The function of the candidate; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Linear;
}
