using System;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// Each gradient alone: <c>min(limit, max(-limit, g))</c>, as PyTorch's <c>clip_grad_value_</c> and TensorFlow's <c>clip_by_value</c>.
/// NaN stays.
/// </summary>
/// <param name="limit">The largest magnitude: finite, greater than 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The limit is not positive, or not finite.</exception>
public sealed class ValueClipping(float limit) : GradientClipping
{
    /// <summary>The largest magnitude.</summary>
    public float Limit { get; } = OptimizerChecks.Positive(limit, nameof(limit));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"values up to {Limit:R}");

    /// <inheritdoc/>
    internal override ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients, int vectorBits) =>
        Map(new Clamp(Limit), gradients, vectorBits);

    private readonly struct Clamp(float limit) : IUpdateRule
    {
        public static int Slots => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V clipped, V g, ref V a, ref V b, ref V c)
            where V : struct, ISimd<V> =>
            clipped = V.Min(V.Create(limit), V.Max(V.Create(-limit), g));
    }
}
