using System;

namespace RnnGen.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter: Decoupled Weight Decay Regularization, ICLR 2019) as PyTorch's
/// <c>AdamW</c>: <c>w = (1 - lr·decay)·w</c>, then Adam's step in PyTorch's form.
/// </summary>
/// <param name="learningRate">The step size: finite, at least 0.</param>
/// <param name="beta1">Decay of the mean of the gradients, in [0, 1).</param>
/// <param name="beta2">Decay of the mean of their squares, in [0, 1).</param>
/// <param name="epsilon">What keeps the quotient finite where gradients are 0: finite, greater than 0.</param>
/// <param name="weightDecay">What the parameters lose an update, times the learning rate: finite, at least 0.</param>
/// <param name="amsGrad">Whether the largest mean of squares so far divides.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class AdamW(
    float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-8f, float weightDecay = 0.01f,
    bool amsGrad = false)
    : AdamOptimizer("AdamW", learningRate, beta1, beta2, epsilon, AdamForm.PyTorch, amsGrad, weightDecay)
{
    /// <inheritdoc/>
    private protected override float CoupledDecay => 0;

    /// <inheritdoc/>
    private protected override float KeptShare => (float)(1 - ((double)LearningRate * WeightDecay));
}
