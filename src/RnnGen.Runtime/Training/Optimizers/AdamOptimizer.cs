using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>Where epsilon stands in Adam; the two forms differ only by that.</summary>
public enum AdamForm
{
    /// <summary>
    /// Beside the uncorrected root, "epsilon hat" in the paper: <c>w -= lr·√(1-β2^t)/(1-β1^t) · m / (√v + ε)</c>. Keras too.
    /// </summary>
    TensorFlow,

    /// <summary>Beside the corrected root: <c>w -= lr/(1-β1^t) · m / (√v/√(1-β2^t) + ε)</c>.</summary>
    PyTorch,
}

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: two decaying means and their corrections.</summary>
public abstract class AdamOptimizer : Optimizer
{
    private const string Beta1Power = "beta1_power", Beta2Power = "beta2_power";

    private readonly AdamForm _form;
    private readonly bool _amsGrad;
    private readonly float _epsilon;
    private readonly double _beta1;
    private readonly double _beta2;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    private protected AdamOptimizer(
        string kind, float learningRate, double beta1, double beta2, float epsilon, AdamForm form, bool amsGrad, float weightDecay)
        : base(kind, learningRate, ["m", "v", .. amsGrad ? ["v_max"] : (string[])[]])
    {
        _beta1 = OptimizerChecks.DecayRate(beta1, nameof(beta1));
        _beta2 = OptimizerChecks.DecayRate(beta2, nameof(beta2));
        _epsilon = OptimizerChecks.Positive(epsilon, nameof(epsilon));
        _form = form is AdamForm.TensorFlow or AdamForm.PyTorch
            ? form
            : throw new ArgumentOutOfRangeException(nameof(form), form, $"form is {(int)form}; it must be TensorFlow or PyTorch.");
        _amsGrad = amsGrad;
        WeightDecay = OptimizerChecks.NonNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>m, the decaying mean of the gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> FirstMoment => Slot(0);

    /// <summary>v, the decaying mean of the squared gradients, in the layout of the parameters; empty before the first update.</summary>
    public ReadOnlySpan<float> SecondMoment => Slot(1);

    /// <summary>Factor of the weight decay, of either kind.</summary>
    private protected float WeightDecay { get; }

    /// <summary>Weight decay that joins the gradient.</summary>
    private protected abstract float CoupledDecay { get; }

    /// <summary>What an update leaves of a parameter before its step: 1, or less with decoupled weight decay.</summary>
    private protected abstract float KeptShare { get; }

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string> HyperParameters => new HyperParameterText
    {
        { "beta1", _beta1 },
        { "beta2", _beta2 },
        { "epsilon", _epsilon },
        { "form", _form == AdamForm.TensorFlow ? nameof(AdamForm.TensorFlow) : nameof(AdamForm.PyTorch) },
        { "ams_grad", _amsGrad },
        { "weight_decay", WeightDecay },
    };

    /// <inheritdoc/>
    private protected override float Apply(in ElementwiseUpdate update)
    {
        _beta1Power *= _beta1;
        _beta2Power *= _beta2;
        double root = Math.Sqrt(1 - _beta2Power);
        bool torch = _form == AdamForm.PyTorch;
        double rate = torch ? LearningRate / (1 - _beta1Power) : LearningRate * root / (1 - _beta1Power);
        Factors factors = new(
            (float)(1 - _beta1), (float)(1 - _beta2), (float)rate, torch ? (float)(1 / root) : 1, _epsilon, CoupledDecay, KeptShare);
        return _amsGrad ? update.Run(new UpdateRule<On>(factors)) : update.Run(new UpdateRule<Off>(factors));
    }

    /// <inheritdoc/>
    private protected override double Bound(double gradient, double value)
    {
        // 1 - β^t is least for t = 1.
        double decayed = gradient + (CoupledDecay * value), mean = value + decayed, square = value + (decayed * decayed);
        double rate = LearningRate / (1 - _beta1), root = (Math.Sqrt(square) / Math.Sqrt(1 - _beta2)) + _epsilon;
        return mean + square + root + rate + (Math.Abs(KeptShare) * value) + (rate * mean) + (rate * mean / _epsilon);
    }

    /// <inheritdoc/>
    private protected override void SaveScalars(Dictionary<string, double> scalars)
    {
        scalars.Add(Beta1Power, _beta1Power);
        scalars.Add(Beta2Power, _beta2Power);
    }

    /// <inheritdoc/>
    private protected override void RestoreScalars(IReadOnlyDictionary<string, double> scalars) =>
        (_beta1Power, _beta2Power) = (scalars[Beta1Power], scalars[Beta2Power]);

    private readonly record struct Factors(
        float OneMinusBeta1, float OneMinusBeta2, float Rate, float RootScale, float Epsilon, float CoupledDecay, float KeptShare);

    private readonly struct UpdateRule<TAmsGrad>(Factors f) : IUpdateRule
        where TAmsGrad : ISwitch
    {
        public static int Slots => TAmsGrad.IsOn ? 3 : 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Element<V>(ref V w, V g, ref V mean, ref V square, ref V largest)
            where V : struct, ISimd<V>
        {
            // m += (1 - β1)(g - m); v += (1 - β2)(g² - v); w = kept w - rate m / (scale √v + ε)
            g = L2.Add(f.CoupledDecay, w, g);
            mean = VectorMath.FlushTiny(V.MultiplyAdd(V.Create(f.OneMinusBeta1), g - mean, mean));
            square = VectorMath.FlushTiny(V.MultiplyAdd(V.Create(f.OneMinusBeta2), V.MultiplyAdd(g, g, -square), square));
            if (TAmsGrad.IsOn)
            {
                largest = V.Max(largest, square);
            }

            V root = V.MultiplyAdd(V.Sqrt(TAmsGrad.IsOn ? largest : square), V.Create(f.RootScale), V.Create(f.Epsilon));
            w = (V.Create(f.KeptShare) * w) - (V.Create(f.Rate) * mean / root);
        }
    }
}
