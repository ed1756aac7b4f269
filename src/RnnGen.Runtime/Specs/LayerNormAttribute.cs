using System;

namespace RnnGen;

/// <summary>
/// Layer normalisation of what the layer reads, of each step or of one vector a row (Ba, Kiros, Hinton 2016):
/// <c>y = gamma·(x - mean(x)) / √(variance(x) + Epsilon) + beta</c> with mean and variance over its features, as in PyTorch's
/// <c>LayerNorm</c> and Keras' <c>LayerNormalization</c>. It keeps the number of features, and no state.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>What is added to the variance: greater than 0; 1e-5 unless set, as in PyTorch (Keras has 1e-3).</summary>
    public double Epsilon { get; set; } = 1e-5;
}
