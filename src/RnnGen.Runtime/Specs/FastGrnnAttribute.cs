using System;

namespace RnnGen;

/// <summary>
/// FastGRNN of Kusupati et al. 2018, a gated cell for the smallest devices: one kernel <c>[input + units, units]</c>,
/// <c>g = σ(z + bg)</c>, <c>k = tanh(z + bk)</c>, <c>h' = (σ(zeta)·(1 - g) + σ(nu))·k + g·h</c> with two learned numbers zeta and nu, which
/// start as 1 and -4 as in the authors' EdgeML.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FastGrnnAttribute(int units) : RecurrentLayerAttribute(units);
