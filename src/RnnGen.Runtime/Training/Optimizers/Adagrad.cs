using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// Adagrad (Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 2011) as PyTorch's:
/// <c>s += g²; w -= lr / (1 + (t - 1)·decay) · g / (√s + ε)</c>. Weight decay is L2.
/// </summary>
public sealed class Adagrad : Optimizer
{
    private readonly double _learningRateDecay;
    private readonly float _initialAccumulator;
    private readonly float _epsilon;
    private readonly float _weightDecay;

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="learningRate">The step size: finite, at least 0.</param>
    /// <param name="learningRateDecay">How fast the step size falls with the number of updates: finite, at least 0.</param>
    /// <param name="initialAccumulator">What the sums of squares start from: finite, at least 0 (TensorFlow: 0.1).</param>
    /// <param name="epsilon">What keeps the quotient finite where gradients are 0: finite, greater than 0.</param>
    /// <param name="weightDecay">Factor of the parameters in the gradient: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    public Adagrad(
        float learningRate = 0.01f, double learningRateDecay = 0, float initialAccumulator = 0, float epsilon = 1e-10f,
        float weightDecay = 0)
        : base("Adagrad", learningRate, "sum")
    {
        _learningRateDecay = OptimizerChecks.NonNegative(learningRateDecay, nameof(learningRateDecay));
        _initialAccumulator = OptimizerChecks.NonNegative(initialAccumulator, nameof(initialAccumulator));
        _epsilon = OptimizerChecks.Positive(epsilon, nameof(epsilon));
        _weightDecay = OptimizerChecks.NonNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>s, the sum of the squared gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> Sum => Slot(0);

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string> HyperParameters => new HyperParameterText
    {
        { "learning_rate_decay", _learningRateDecay },
        { "initial_accumulator", _initialAccumulator },
        { "epsilon", _epsilon },
        { "weight_decay", _weightDecay },
    };

    /// <inheritdoc/>
    private protected override float InitialSlotValue => _initialAccumulator;

    /// <inheritdoc/>
    private protected override float Apply(in ElementwiseUpdate update) =>
        update.Run(new UpdateRule((float)(LearningRate / (1 + ((Steps - 1) * _learningRateDecay))), _epsilon, _weightDecay));

    /// <inheritdoc/>
    private protected override double Bound(double gradient, double value)
    {
        double decayed = gradient + (_weightDecay * value);
        return value + (decayed * decayed) + (decayed / _epsilon) + (LearningRate * decayed / _epsilon);
    }

    private readonly struct UpdateRule(float rate, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V w, V g, ref V sum, ref V b, ref V c)
            where V : struct, ISimd<V>
        {
            g = L2.Add(weightDecay, w, g);
            sum = VectorMath.FlushTiny(V.MultiplyAdd(g, g, sum));
            w = V.MultiplyAdd(V.Create(-rate), g / (V.Sqrt(sum) + V.Create(epsilon)), w);
        }
    }
}
