using System;

namespace RnnGen;

/// <summary>
/// The sLSTM of xLSTM (Beck et al. 2024): exponential gates with a normaliser and a stabiliser. Kernel <c>[input + units, 4·units]</c>
/// with the gates i, f, z, o, <c>f = σ(zf + ForgetBias)</c>; <c>m' = max(log f + m, zi)</c>, <c>i' = exp(zi - m')</c>, <c>f' = exp(log f
/// + m - m')</c>, <c>c' = f'·c + i'·tanh(zz)</c>, <c>n' = f'·n + i'</c>, <c>h' = σ(zo)·c' / n'</c>. States c, n, m, h; where n is not
/// above 0, as at the start, nothing is kept: f' is 0 and m' is zi. <c>StateDropout</c> and <c>LearnedInitialState</c> are of h
/// alone: c, n and m have a meaning together.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SLstmAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>
    /// Number of heads, 1 unless set: a unit reads the hidden state of its own head alone. With several the kernel is <c>[input,
    /// 4·units]</c>, beside a recurrent one <c>[units, 4·units / heads]</c>, whose row i has the columns of the head of unit i.
    /// </summary>
    public int Heads { get; set; } = 1;

    /// <summary>Whether the forget gate is exponential too, <c>log f = zf + ForgetBias</c>; otherwise the logistic function.</summary>
    public bool ExponentialForget { get; set; }

    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 0 unless set.</summary>
    public double ForgetBias { get; set; }
}
