using System;

namespace RnnGen;

/// <summary>
/// An independently recurrent layer of Li et al. 2018: kernel <c>[input, units]</c>, bias and recurrent weights <c>[units]</c>,
/// <c>h' = activation(z + u·h)</c>. The recurrent weights start uniform in [0, 1]; a weight beyond 1 grows without bound where the
/// activation does.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class IndRnnAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>The function of the new state; <see cref="Activation.Relu"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Relu;
}
