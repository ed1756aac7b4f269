using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// Gradient descent as PyTorch's <c>SGD</c>. Plain: <c>w -= lr·g</c>. With momentum <c>b = μ·b + (1 - dampening)·g; w -= lr·b</c>, the
/// first b being g (Polyak 1964); Nesterov's form takes <c>w -= lr·(g + μ·b)</c> (Sutskever et al. 2013). Weight decay is L2: g + decay·w
/// stands in place of g.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private readonly float _dampening;
    private readonly float _weightDecay;
    private readonly bool _nesterov;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The factor of the gradient: finite, at least 0.</param>
    /// <param name="momentum">μ: how much of the last step goes on, finite, at least 0.</param>
    /// <param name="dampening">What the momentum leaves out of each gradient: 0 to 1; 0 without momentum.</param>
    /// <param name="nesterov">Whether to look ahead along the momentum; needs momentum and no dampening.</param>
    /// <param name="weightDecay">Factor of the parameters in the gradient: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    /// <exception cref="ArgumentException">The arguments do not go together.</exception>
    public Sgd(float learningRate = 0.01f, float momentum = 0, float dampening = 0, bool nesterov = false, float weightDecay = 0)
        : base("Sgd", learningRate, momentum == 0 ? [] : ["momentum"])
    {
        _momentum = OptimizerChecks.NonNegative(momentum, nameof(momentum));
        _dampening = (float)OptimizerChecks.Share(dampening, nameof(dampening));
        _weightDecay = OptimizerChecks.NonNegative(weightDecay, nameof(weightDecay));
        _nesterov = nesterov;
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException(
                $"Nesterov's form needs momentum and no dampening; momentum is {momentum}, dampening {dampening}.", nameof(nesterov));
        }

        if (dampening != 0 && momentum == 0)
        {
            throw new ArgumentException($"dampening is {dampening}, but without momentum it has no effect.", nameof(dampening));
        }
    }

    /// <summary>b, the momentum, in the layout of the parameters; empty without momentum and before the first update.</summary>
    public ReadOnlySpan<float> Momentum => Slot(0);

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string> HyperParameters => new HyperParameterText
    {
        { "momentum", _momentum },
        { "dampening", _dampening },
        { "nesterov", _nesterov },
        { "weight_decay", _weightDecay },
    };

    /// <inheritdoc/>
    private protected override float Apply(in ElementwiseUpdate update)
    {
        if (_momentum == 0)
        {
            return update.Run(new PlainRule(-LearningRate, _weightDecay));
        }

        // The slot is 0 before the first update, which takes the gradient whole.
        float gain = Steps == 1 ? 1 : 1 - _dampening;
        return _nesterov
            ? update.Run(new MomentumRule<On>(-LearningRate, _weightDecay, _momentum, gain))
            : update.Run(new MomentumRule<Off>(-LearningRate, _weightDecay, _momentum, gain));
    }

    /// <inheritdoc/>
    private protected override double Bound(double gradient, double value)
    {
        double decayed = gradient + (_weightDecay * value), buffer = (_momentum * value) + decayed;
        return value + buffer + (LearningRate * (decayed + (_momentum * buffer) + buffer));
    }

    private readonly struct PlainRule(float negativeRate, float weightDecay) : IUpdateRule
    {
        public static int Slots => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V w, V g, ref V a, ref V b, ref V c)
            where V : struct, ISimd<V> =>
            w = V.MultiplyAdd(V.Create(negativeRate), L2.Add(weightDecay, w, g), w);
    }

    private readonly struct MomentumRule<TNesterov>(float negativeRate, float weightDecay, float momentum, float gain) : IUpdateRule
        where TNesterov : ISwitch
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V w, V g, ref V buffer, ref V b, ref V c)
            where V : struct, ISimd<V>
        {
            g = L2.Add(weightDecay, w, g);
            buffer = VectorMath.FlushTiny(V.MultiplyAdd(V.Create(momentum), buffer, V.Create(gain) * g));
            V direction = TNesterov.IsOn ? V.MultiplyAdd(V.Create(momentum), buffer, g) : buffer;
            w = V.MultiplyAdd(V.Create(negativeRate), direction, w);
        }
    }
}

/// <summary>Weight decay as the gradient of half the parameters' squares.</summary>
internal static class L2
{
    /// <summary><c>g + decay·w</c>; without decay g, whatever stands in w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<V>(float decay, V w, V g)
        where V : struct, ISimd<V> => decay == 0 ? g : V.MultiplyAdd(V.Create(decay), w, g);
}
