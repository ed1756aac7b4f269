using System;

namespace RnnGen;

/// <summary>
/// A closed-form continuous-time cell of Hasani et al. 2022, for steps that are not evenly spaced: <c>b = 1.7159·tanh(0.666·([x,
/// h]·backbone/kernel + backbone/bias))</c>, <c>[zf, zg, za, zt] = b·kernel + bias</c>, <c>s = σ(za·elapsed + zt)</c>, <c>h' = (1 -
/// s)·tanh(zf) + s·tanh(zg)</c>; backbone/kernel <c>[input + units, BackboneUnits]</c>, kernel <c>[BackboneUnits, 4·units]</c>. As the
/// cell of the authors' package ncps with one layer in its backbone.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CfcAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>
    /// The name of the input, or of the layer, that tells how much time has passed since the step before: one column, or one for each
    /// unit. It must be set.
    /// </summary>
    public string? Elapsed { get; set; }

    /// <summary>Number of features that the backbone makes of the input and the state; 128 unless set.</summary>
    public int BackboneUnits { get; set; } = 128;
}
