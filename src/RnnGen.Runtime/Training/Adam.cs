using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Adam (Kingma and Ba: Adam: A Method for Stochastic Optimization, ICLR 2015) in TensorFlow's form, with epsilon beside the
/// uncorrected root: <c>m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= lr·√(1-β2^t)/(1-β1^t) · m / (√v + ε)</c>.
/// </summary>
public sealed class Adam : IOptimizer
{
    private readonly float _epsilon;
    private readonly double _beta1;
    private readonly double _beta2;
    private float _learningRate;
    private double _beta1Power = 1;
    private double _beta2Power = 1;
    private float[]? _first;
    private float[]? _second;

    /// <summary>Creates the optimizer; the defaults are TensorFlow's.</summary>
    /// <param name="learningRate">The step size: finite, at least 0.</param>
    /// <param name="beta1">Decay of the mean of the gradients, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean of their squares, in [0, 1).</param>
    /// <param name="epsilon">What keeps the quotient finite where gradients are 0: finite, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    public Adam(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-8f)
    {
        _learningRate = OptimizerChecks.NonNegative(learningRate, nameof(learningRate));
        _beta1 = OptimizerChecks.DecayRate(beta1, nameof(beta1));
        _beta2 = OptimizerChecks.DecayRate(beta2, nameof(beta2));
        _epsilon = OptimizerChecks.Positive(epsilon, nameof(epsilon));
    }

    /// <summary>The step size; a schedule sets it between updates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = OptimizerChecks.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>Number of updates so far: t.</summary>
    public long Steps { get; private set; }

    /// <summary>m, the decaying mean of the gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> FirstMoment => _first;

    /// <summary>v, the decaying mean of the squared gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> SecondMoment => _second;

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
        OptimizerChecks.Lengths(parameters.Length, gradients.Length, _first?.Length ?? -1);
        _second ??= new float[parameters.Length];
        _first ??= new float[parameters.Length];
        Steps++;
        _beta1Power *= _beta1;
        _beta2Power *= _beta2;

        double rate = _learningRate * Math.Sqrt(1 - _beta2Power) / (1 - _beta1Power);
        Factors<V> factors = new(_beta1, _beta2, rate, _epsilon);
        Span<float> first = _first, second = _second;
        int whole = parameters.Length - (parameters.Length % V.Width);
        ref float w = ref MemoryMarshal.GetReference(parameters);
        ref float m = ref MemoryMarshal.GetReference(first);
        ref float v = ref MemoryMarshal.GetReference(second);
        ref readonly float g = ref MemoryMarshal.GetReference(gradients);
        for (int i = 0; i < whole; i += V.Width)
        {
            Element(ref w, ref m, ref v, in g, i, in factors);
        }

        if (whole < parameters.Length)
        {
            // The tail runs the same arithmetic on padded copies: its bits do not depend on where a vector ends.
            int rest = parameters.Length - whole;
            Tail tailW = default, tailM = default, tailV = default, tailG = default;
            parameters[whole..].CopyTo(tailW);
            first[whole..].CopyTo(tailM);
            second[whole..].CopyTo(tailV);
            gradients[whole..].CopyTo(tailG);
            Element(ref tailW[0], ref tailM[0], ref tailV[0], in tailG[0], 0, in factors);
            tailW[..rest].CopyTo(parameters[whole..]);
            tailM[..rest].CopyTo(first[whole..]);
            tailV[..rest].CopyTo(second[whole..]);
        }
    }

    /// <summary>One vector: m += (1 - β1)(g - m); v += (1 - β2)(g² - v); w -= rate m / (√v + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Element<V>(ref float w, ref float m, ref float v, ref readonly float g, nint i, ref readonly Factors<V> factors)
        where V : struct, ISimd<V>
    {
        V gradient = V.Load(in g, i);
        V mean = V.Load(in m, i), square = V.Load(in v, i);
        mean = V.MultiplyAdd(factors.OneMinusBeta1, gradient - mean, mean);
        square = V.MultiplyAdd(factors.OneMinusBeta2, V.MultiplyAdd(gradient, gradient, -square), square);
        V step = factors.Rate * mean / (V.Sqrt(square) + factors.Epsilon);
        V.Store(mean, ref m, i);
        V.Store(square, ref v, i);
        V.Store(V.Load(in w, i) - step, ref w, i);
    }

    private readonly struct Factors<V>(double beta1, double beta2, double rate, float epsilon)
        where V : struct, ISimd<V>
    {
        public readonly V OneMinusBeta1 = V.Create((float)(1 - beta1));
        public readonly V OneMinusBeta2 = V.Create((float)(1 - beta2));
        public readonly V Rate = V.Create((float)rate);
        public readonly V Epsilon = V.Create(epsilon);
    }
}
