using System;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// How the factor of a gradient that is too long is computed. The norm is finite whenever the gradients are, however large.
/// </summary>
public enum ClippingForm
{
    /// <summary>
    /// TensorFlow's <c>clip_by_global_norm</c>: <c>limit·min(1/norm, 1/limit)</c>. A norm that is not finite makes all gradients NaN.
    /// </summary>
    TensorFlow,

    /// <summary>
    /// PyTorch's <c>clip_grad_norm_</c>: <c>min(1, limit/(norm + 1e-6))</c>. A norm of infinity makes finite gradients 0.
    /// </summary>
    PyTorch,
}

/// <summary>
/// All gradients as one vector: where its norm passes the limit, it is shortened to it (Pascanu, Mikolov, Bengio: On the difficulty of
/// training recurrent neural networks, ICML 2013).
/// </summary>
public sealed class GlobalNormClipping : GradientClipping
{
    // A power of two, so that it takes no digit away.
    private const float Small = 1 / 1.8446744073709552E19f;

    private readonly ClippingForm _form;
    private readonly GradientNorm _norm;

    /// <summary>Creates the clipping.</summary>
    /// <param name="limit">The largest norm: finite, greater than 0.</param>
    /// <param name="form">How the factor is computed.</param>
    /// <param name="norm">Which norm; TensorFlow's form knows the Euclidean one only.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    /// <exception cref="ArgumentException">TensorFlow's form with a norm other than the Euclidean one.</exception>
    public GlobalNormClipping(float limit, ClippingForm form = ClippingForm.TensorFlow, GradientNorm norm = GradientNorm.Euclidean)
    {
        Limit = OptimizerChecks.Positive(limit, nameof(limit));
        _form = form is ClippingForm.TensorFlow or ClippingForm.PyTorch
            ? form
            : throw new ArgumentOutOfRangeException(nameof(form), form, $"form is {(int)form}; it must be TensorFlow or PyTorch.");
        _norm = norm is GradientNorm.Euclidean or GradientNorm.Sum or GradientNorm.Maximum
            ? norm
            : throw new ArgumentOutOfRangeException(nameof(norm), norm, $"norm is {(int)norm}; it must be Euclidean, Sum or Maximum.");
        if (form == ClippingForm.TensorFlow && norm != GradientNorm.Euclidean)
        {
            throw new ArgumentException($"TensorFlow's form knows the Euclidean norm only, not {norm}.", nameof(norm));
        }
    }

    /// <summary>The largest norm.</summary>
    public float Limit { get; }

    /// <summary>The norm of the last gradients, before they were clipped; 0 before the first call.</summary>
    public double LastNorm { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{_norm} norm up to {Limit:R}, {_form}");

    /// <inheritdoc/>
    internal override ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients, int vectorBits) =>
        Shorten(gradients, GradientNorms.Of(gradients, _norm, vectorBits), vectorBits);

    /// <inheritdoc/>
    internal override ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients, double euclideanNorm, int vectorBits) =>
        _norm == GradientNorm.Euclidean ? Shorten(gradients, euclideanNorm, vectorBits) : Apply(gradients, vectorBits);

    private ReadOnlySpan<float> Shorten(ReadOnlySpan<float> gradients, double norm, int vectorBits)
    {
        LastNorm = norm;

        // In TensorFlow the difference makes a factor of NaN from a norm of infinity, which would be 0 otherwise.
        double factor = _form == ClippingForm.TensorFlow
            ? (Limit * Math.Min(1 / LastNorm, 1.0 / Limit)) + (LastNorm - LastNorm)
            : Math.Min(1, Limit / (LastNorm + 1e-6));
        if ((float)factor == 1)
        {
            return gradients;
        }

        // A factor close to the largest float, or beyond it, comes in two: its gradients are large enough for the first to leave a float.
        float first = factor < Small ? Small : 1;
        return Map(new Scale(first, (float)(factor / first)), gradients, vectorBits);
    }

    private readonly struct Scale(float first, float second) : IUpdateRule
    {
        public static int Slots => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V clipped, V g, ref V a, ref V b, ref V c)
            where V : struct, ISimd<V> =>
            clipped = V.Create(second) * (V.Create(first) * g);
    }
}
