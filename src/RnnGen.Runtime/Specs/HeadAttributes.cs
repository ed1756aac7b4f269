using System;

namespace RnnGen;

/// <summary>
/// A linear layer <c>y = x·W + b</c>, kernel <c>[input, units]</c>. After recurrent layers it reads each row's last valid step:
/// the hidden state of the last layer, copied through past the row's length.
/// </summary>
/// <param name="units">Number of outputs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : WeightedLayerAttribute
{
    /// <summary>Number of outputs.</summary>
    public int Units { get; } = units;
}

/// <summary>
/// The loss of a classifier: softmax cross entropy of the logits, mean over the batch
/// (TensorFlow's <c>reduce_mean(softmax_cross_entropy_with_logits)</c>). Follows a <see cref="DenseAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : Attribute;
