using System;

namespace RnnGen;

/// <summary>
/// A layer <c>y = f(x·W + b)</c>, kernel <c>[input, units]</c>, f the identity unless <see cref="Activation"/> says otherwise. It reads
/// each step where a recurrent layer, or another one that needs steps, reads it in its turn, or where <see cref="EveryStep"/> says so;
/// otherwise each row's last valid step (the hidden state of a recurrent layer, copied through past the row's length), or the one vector
/// that a row has.
/// </summary>
/// <param name="units">Number of outputs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : WeightedLayerAttribute
{
    /// <summary>Number of outputs.</summary>
    public int Units { get; } = units;

    /// <summary>The function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether a bias is added; <see langword="true"/> unless set to <see langword="false"/>.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether the layer reads every step, with the same weights (Keras' <c>TimeDistributed(Dense)</c>): outputs are then
    /// [batch, steps, units]. The dense layers at the end of a model, or of a
    /// <see cref="HeadAttribute"/>, agree.
    /// </summary>
    public bool EveryStep { get; set; }
}
