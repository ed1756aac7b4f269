using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// RMSprop (Hinton: Neural Networks for Machine Learning, lecture 6, 2012) as PyTorch's, with epsilon outside the root:
/// <c>v = α·v + (1 - α)·g²; w -= lr·g / (√v + ε)</c>. Centered (Graves 2013), v gives way to <c>v - m²</c> with
/// <c>m = α·m + (1 - α)·g</c>; where rounding makes that negative it counts as 0. With momentum <c>b = μ·b + g / (...); w -= lr·b</c>.
/// Weight decay is L2.
/// </summary>
public sealed class RmsProp : Optimizer
{
    private readonly double _alpha;
    private readonly float _epsilon;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _centered;

    /// <summary>Creates the optimizer; the defaults are PyTorch's.</summary>
    /// <param name="learningRate">The step size: finite, at least 0.</param>
    /// <param name="alpha">Decay of the mean of the squared gradients, in [0, 1).</param>
    /// <param name="epsilon">What keeps the quotient finite where gradients are 0: finite, greater than 0.</param>
    /// <param name="momentum">μ: how much of the last step goes on, finite, at least 0.</param>
    /// <param name="centered">Whether the variance of the gradients divides them instead of their mean square.</param>
    /// <param name="weightDecay">Factor of the parameters in the gradient: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    public RmsProp(
        float learningRate = 0.01f, double alpha = 0.99, float epsilon = 1e-8f, float momentum = 0, bool centered = false,
        float weightDecay = 0)
        : base(
            "RmsProp", learningRate,
            ["square_average", .. centered ? ["average"] : (string[])[], .. momentum == 0 ? (string[])[] : ["momentum"]])
    {
        _alpha = OptimizerChecks.DecayRate(alpha, nameof(alpha));
        _epsilon = OptimizerChecks.Positive(epsilon, nameof(epsilon));
        _momentum = OptimizerChecks.NonNegative(momentum, nameof(momentum));
        _centered = centered;
        _weightDecay = OptimizerChecks.NonNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>v, the decaying mean of the squared gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> SquareAverage => Slot(0);

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string> HyperParameters => new HyperParameterText
    {
        { "alpha", _alpha },
        { "epsilon", _epsilon },
        { "momentum", _momentum },
        { "centered", _centered },
        { "weight_decay", _weightDecay },
    };

    /// <inheritdoc/>
    private protected override float Apply(in ElementwiseUpdate update) => (_centered, _momentum != 0) switch
    {
        (false, false) => update.Run(Rule<Off, Off>()),
        (false, true) => update.Run(Rule<Off, On>()),
        (true, false) => update.Run(Rule<On, Off>()),
        (true, true) => update.Run(Rule<On, On>()),
    };

    /// <inheritdoc/>
    private protected override double Bound(double gradient, double value)
    {
        double decayed = gradient + (_weightDecay * value), mean = value + decayed, step = (_momentum * value) + (decayed / _epsilon);
        return value + (decayed * decayed) + (_centered ? mean * mean : 0) + step + (LearningRate * step);
    }

    private UpdateRule<TCentered, TMomentum> Rule<TCentered, TMomentum>()
        where TCentered : ISwitch
        where TMomentum : ISwitch => new(LearningRate, (float)(1 - _alpha), _epsilon, _momentum, _weightDecay);

    private readonly struct UpdateRule<TCentered, TMomentum>(
        float rate, float oneMinusAlpha, float epsilon, float momentum, float weightDecay)
        : IUpdateRule
        where TCentered : ISwitch
        where TMomentum : ISwitch
    {
        public static int Slots => 1 + (TCentered.IsOn ? 1 : 0) + (TMomentum.IsOn ? 1 : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V w, V g, ref V square, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            // v += (1 - α)(g² - v); m += (1 - α)(g - m)
            g = L2.Add(weightDecay, w, g);
            V share = V.Create(oneMinusAlpha);
            square = VectorMath.FlushTiny(V.MultiplyAdd(share, V.MultiplyAdd(g, g, -square), square));
            V variance = square;
            if (TCentered.IsOn)
            {
                second = VectorMath.FlushTiny(V.MultiplyAdd(share, g - second, second));
                variance = V.Max(V.Zero, V.MultiplyAdd(-second, second, square));
            }

            V step = g / (V.Sqrt(variance) + V.Create(epsilon));
            if (TMomentum.IsOn && TCentered.IsOn)
            {
                third = VectorMath.FlushTiny(V.MultiplyAdd(V.Create(momentum), third, step));
                step = third;
            }
            else if (TMomentum.IsOn)
            {
                second = VectorMath.FlushTiny(V.MultiplyAdd(V.Create(momentum), second, step));
                step = second;
            }

            w = V.MultiplyAdd(V.Create(-rate), step, w);
        }
    }
}
