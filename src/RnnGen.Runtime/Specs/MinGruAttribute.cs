using System;

namespace RnnGen;

/// <summary>
/// A minimal GRU of Feng et al. 2024 ("Were RNNs All We Needed?"), whose gate reads the input alone: kernel <c>[input, 2·units]</c>,
/// <c>u = σ(zu)</c>, <c>h' = (1 - u)·h + u·activation(zk)</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MinGruAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>The function of the candidate; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Linear;
}
