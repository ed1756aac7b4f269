using System;

namespace RnnGen.Training;

/// <summary>
/// Adam (Kingma and Ba: Adam: A Method for Stochastic Optimization, ICLR 2015), in TensorFlow's form unless another is chosen:
/// <c>m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= lr·√(1-β2^t)/(1-β1^t) · m / (√v + ε)</c>. AMSGrad (Reddi, Kale, Kumar: On the
/// Convergence of Adam and Beyond, ICLR 2018) takes the largest v so far. Weight decay is L2: g + decay·w stands in place of g.
/// </summary>
/// <param name="learningRate">The step size: finite, at least 0.</param>
/// <param name="beta1">Decay of the mean of the gradients, in [0, 1).</param>
/// <param name="beta2">Decay of the mean of their squares, in [0, 1).</param>
/// <param name="epsilon">What keeps the quotient finite where gradients are 0: finite, greater than 0.</param>
/// <param name="form">Where epsilon stands.</param>
/// <param name="amsGrad">Whether the largest mean of squares so far divides.</param>
/// <param name="weightDecay">Factor of the parameters in the gradient: finite, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class Adam(
    float learningRate = 0.001f,
    double beta1 = 0.9,
    double beta2 = 0.999,
    float epsilon = 1e-8f,
    AdamForm form = AdamForm.TensorFlow,
    bool amsGrad = false,
    float weightDecay = 0)
    : AdamOptimizer("Adam", learningRate, beta1, beta2, epsilon, form, amsGrad, weightDecay)
{
    /// <inheritdoc/>
    private protected override float CoupledDecay => WeightDecay;

    /// <inheritdoc/>
    private protected override float KeptShare => 1;
}
