using System;

namespace RnnGen;

/// <summary>How the valid steps of a row become one vector.</summary>
public enum Pooling
{
    /// <summary>The last valid step; of a row of length 0 the last layer's initial state.</summary>
    Last,

    /// <summary>The mean over the valid steps (Keras' <c>GlobalAveragePooling1D</c> with a mask); of a row of length 0 zeros.</summary>
    Mean,

    /// <summary>
    /// The largest value of each unit over the valid steps (Keras' <c>GlobalMaxPooling1D</c>); of a row of length 0 zeros. Of equal
    /// values the first step receives the gradient (PyTorch's <c>max</c> along a dimension).
    /// </summary>
    Max,

    /// <summary>
    /// The mean over the valid steps, each weighted by what it holds: <c>y = Σ α_t·h_t</c>, α the softmax of a learned score over the valid
    /// steps of the row; of a row of length 0 zeros. The score is <c>h_t·v</c>, or with <see cref="PoolingAttribute.AttentionUnits"/>
    /// <c>tanh(h_t·W + b)·v</c>: Bahdanau et al. (2015) without a query, as in Yang et al. (2016), Hierarchical Attention Networks.
    /// Parameters: <c>attention/score</c> v [units, 1], or <c>attention/kernel</c> W [units, n], <c>attention/bias</c> b [n] and
    /// <c>attention/score</c> v [n, 1]. The trace has α as <c>attention/weights</c> [batch, steps, 1].
    /// </summary>
    Attention,
}

/// <summary>
/// Reduces the outputs of the last recurrent layer to one vector a row, [batch, units]; dense layers and the loss read that. Without it
/// dense layers read the last valid step. Initializers are for the kernels and the bias of <see cref="Pooling.Attention"/>; nothing else
/// has any.
/// </summary>
/// <param name="pooling">How the valid steps become one vector.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PoolingAttribute(Pooling pooling) : WeightedLayerAttribute
{
    /// <summary>How the valid steps become one vector.</summary>
    public Pooling Pooling { get; } = pooling;

    /// <summary>
    /// n, the units of the layer inside the score of <see cref="Pooling.Attention"/>; left out, the score is linear in the step's output.
    /// </summary>
    public int AttentionUnits { get; set; }
}
