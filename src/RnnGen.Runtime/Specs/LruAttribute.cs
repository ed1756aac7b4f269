using System;

namespace RnnGen;

/// <summary>
/// A linear recurrent unit of Orvieto et al. 2023: complex states of their own number, <c>s' = λ·s + γ·(x·B)</c> with
/// <c>λ = exp(-exp(nu) + i·exp(theta))</c> and <c>γ = gain·√(1 - |λ|²)</c>, output <c>[x, Re s', Im s']·C + b</c>. Input kernel
/// <c>[input, 2·states]</c>, output kernel <c>[input + 2·states, units]</c>. It is linear over time: an activation, a dense layer or a
/// residual belongs above it. nu and theta start uniform in [-4, 0] and [-3, 1].
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LruAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Number of complex states; as many as units unless set.</summary>
    public int States { get; set; }
}
