using System;

namespace RnnGen;

/// <summary>
/// A layer <c>y = f(x·W + b)</c>, kernel <c>[input, units]</c>, f the identity unless <see cref="Activation"/> says otherwise. After
/// recurrent layers it reads each row's last valid step (the hidden state of the last layer, copied through past the row's length),
/// what <see cref="PoolingAttribute"/> makes of the steps, or, with <see cref="EveryStep"/>, each step.
/// </summary>
/// <param name="units">Number of outputs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : WeightedLayerAttribute
{
    /// <summary>Number of outputs.</summary>
    public int Units { get; } = units;

    /// <summary>The function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }

    /// <summary>
    /// Whether the layer reads every step, with the same weights (Keras' <c>TimeDistributed(Dense)</c>): outputs are then
    /// [batch, steps, units]. All dense layers of a model, or of a <see cref="HeadAttribute"/>, agree.
    /// </summary>
    public bool EveryStep { get; set; }
}
