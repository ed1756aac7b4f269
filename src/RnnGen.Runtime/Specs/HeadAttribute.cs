using System;

namespace RnnGen;

/// <summary>
/// Opens a named head: the <see cref="PoolingAttribute"/>, the <see cref="DenseAttribute"/> layers and the <see cref="LossAttribute"/>
/// below it, up to the next head, are its own. All heads read the last layer above them unless <see cref="From"/> says otherwise; its
/// gradient is the sum of theirs. The loss that is learned is <c>Σ weight·loss</c> over the heads: all of them have a loss, or none has.
/// </summary>
/// <remarks>
/// Each head has outputs of its own, one vector a row or, with <see cref="DenseAttribute.EveryStep"/> or neither dense layer nor pooling,
/// one a step: <c>Predict</c> takes a span for each head, <c>ComputeGradients</c> and <c>Train</c> targets for each.
/// Names of parameters and of traced values begin with the name, as in <c>speaker/dense1/kernel</c>.
/// </remarks>
/// <param name="name">The head's name: a letter, then letters, digits or underscores.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HeadAttribute(string name) : Attribute
{
    /// <summary>The head's name.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The values that the head reads, as <see cref="LayerAttribute.From"/> has them; left out, it reads the last layer above all heads.
    /// </summary>
    public string[]? From { get; set; }

    /// <summary>The factor of the head's loss in the sum; positive and finite, 1 unless set.</summary>
    public double Weight { get; set; } = 1;
}
