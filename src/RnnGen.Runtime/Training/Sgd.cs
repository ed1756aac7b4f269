using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Plain gradient descent: <c>w -= lr·g</c>.</summary>
public sealed class Sgd : IOptimizer
{
    private float _learningRate;
    private int _length = -1;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The factor of the gradient: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative, infinite or NaN.</exception>
    public Sgd(float learningRate = 0.01f) => _learningRate = OptimizerChecks.NonNegative(learningRate, nameof(learningRate));

    /// <summary>The factor of the gradient; a schedule sets it between updates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = OptimizerChecks.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>Number of updates so far.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        switch (SimdSupport.VectorBits)
        {
            case 512: Update<Simd512>(parameters, gradients); break;
            case 256: Update<Simd256>(parameters, gradients); break;
            default: Update<Simd128>(parameters, gradients); break;
        }
    }

    /// <summary><see cref="Update(Span{float}, ReadOnlySpan{float})"/> at one width.</summary>
    internal void Update<V>(Span<float> parameters, ReadOnlySpan<float> gradients)
        where V : struct, ISimd<V>
    {
        OptimizerChecks.Lengths(parameters.Length, gradients.Length, _length);
        _length = parameters.Length;
        Steps++;
        V rate = V.Create(-_learningRate);
        int whole = parameters.Length - (parameters.Length % V.Width);
        ref float w = ref MemoryMarshal.GetReference(parameters);
        ref readonly float g = ref MemoryMarshal.GetReference(gradients);
        for (int i = 0; i < whole; i += V.Width)
        {
            Element(ref w, in g, i, rate);
        }

        if (whole < parameters.Length)
        {
            // The tail runs the same arithmetic on padded copies: its bits do not depend on where a vector ends.
            Tail tailW = default, tailG = default;
            parameters[whole..].CopyTo(tailW);
            gradients[whole..].CopyTo(tailG);
            Element(ref tailW[0], in tailG[0], 0, rate);
            tailW[..(parameters.Length - whole)].CopyTo(parameters[whole..]);
        }
    }

    /// <summary>One vector: w = w - lr g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Element<V>(ref float w, ref readonly float g, nint i, V negativeRate)
        where V : struct, ISimd<V> =>
        V.Store(V.MultiplyAdd(negativeRate, V.Load(in g, i), V.Load(in w, i)), ref w, i);
}
