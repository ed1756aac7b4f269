using System;

namespace RnnGen;

/// <summary>
/// A simple recurrent unit of Lei et al. 2018: kernel <c>[input, 3·units]</c>, <c>f = σ(zf + vf·c + bf)</c>, <c>r = σ(zr + vr·c + br)</c>,
/// <c>c' = f·c + (1 - f)·zk</c>, output <c>r·c' + (1 - r)·x</c>, unit by unit: the input has as many features as there are units.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SruAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Whether a fourth block of the kernel stands in the place of x, so that the input may have any width.</summary>
    public bool Projected { get; set; }

    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 0 unless set.</summary>
    public double ForgetBias { get; set; }
}
