using System;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>A metric that is the mean of something over the targets.</summary>
/// <param name="name">What the history calls it.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
public abstract class MeanMetric(string name, bool higherIsBetter) : Metric(name, higherIsBetter)
{
    private double _sum;
    private long _count;

    /// <summary>The mean so far.</summary>
    protected double Mean => _sum / _count;

    /// <inheritdoc/>
    public override double Value => Mean;

    /// <inheritdoc/>
    public override void Reset(int outputSize) => (_sum, _count) = (0, 0);

    /// <summary>Takes a term of the mean.</summary>
    /// <param name="term">The term.</param>
    protected void AddTerm(double term)
    {
        _sum += term;
        _count++;
    }
}

/// <summary>The share of targets whose largest output is that of the class, or where the largest target is; of equal outputs the first counts.</summary>
public sealed class AccuracyMetric() : MeanMetric("accuracy", higherIsBetter: true)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => AddTerm(TensorPrimitives.IndexOfMax(outputs) == label ? 1 : 0);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => Add(outputs, TensorPrimitives.IndexOfMax(target));
}

/// <summary>The share of targets whose class is among the k largest outputs; of equal outputs those of smaller classes come first.</summary>
/// <param name="k">How many, at least 1.</param>
public sealed class TopAccuracyMetric(int k) : MeanMetric($"top{k}", higherIsBetter: true)
{
    private readonly int _k = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, $"k is {k}; it must be at least 1.");

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label)
    {
        int before = 0;
        for (int other = 0; other < outputs.Length; other++)
        {
            // A NaN is largest, as in accuracy.
            before += outputs[other] > outputs[label] || (outputs[other] == outputs[label] && other < label) || (float.IsNaN(outputs[other]) && other != label) ? 1 : 0;
        }

        AddTerm(before < _k ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => Add(outputs, TensorPrimitives.IndexOfMax(target));
}

/// <summary>Mean softmax cross entropy in nats, <c>-Σ p·log softmax(y)</c>, without class weights or smoothing.</summary>
/// <param name="name">What the history calls it.</param>
public class CrossEntropyMetric(string name = CrossEntropyMetric.DefaultName) : MeanMetric(name, higherIsBetter: false)
{
    /// <summary>What the history calls it unless told otherwise.</summary>
    public const string DefaultName = "cross entropy";

    private float[] _row = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => AddTerm(LogSumExp(outputs) - outputs[label]);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        double total = LogSumExp(outputs), sum = 0;
        for (int index = 0; index < target.Length; index++)
        {
            sum += target[index] * (total - outputs[index]);
        }

        AddTerm(sum);
    }

    /// <summary>log Σ exp(y), with the functions of the networks: the same bits on every machine.</summary>
    private double LogSumExp(ReadOnlySpan<float> outputs)
    {
        int padded = WeightLayout.Padded(outputs.Length);
        if (_row.Length < padded)
        {
            _row = new float[padded];
        }

        float largest = TensorPrimitives.Max(outputs);

        // Once: of a metric that two threads share, the field may hold a shorter row by now.
        Span<float> values = _row.AsSpan(0, padded);
        outputs.CopyTo(values);
        values[outputs.Length..].Fill(largest);
        ref float row = ref MemoryMarshal.GetReference(values);
        Simd128 maximum = Simd128.Create(largest);
        double sum = 0;
        for (nint lane = 0; lane < outputs.Length; lane += Simd128.Width)
        {
            Simd128.Store(VectorMath.Exp(Simd128.Load(ref row, lane) - maximum), ref row, lane);
        }

        foreach (float value in values[..outputs.Length])
        {
            sum += value;
        }

        row = (float)sum;
        Simd128.Store(VectorMath.Log(Simd128.Load(ref row, 0)), ref row, 0);
        return (double)largest + row;
    }
}

/// <summary>exp of the mean cross entropy: among how many equally likely classes the model is as unsure (of language models per token).</summary>
public sealed class PerplexityMetric() : CrossEntropyMetric("perplexity")
{
    /// <inheritdoc/>
    public override double Value => Math.Exp(Mean);
}

/// <summary>The mean of abs(y - t) over all values of all targets; of a Gaussian likelihood y is the mean.</summary>
public sealed class MeanAbsoluteErrorMetric() : MeanMetric("mae", higherIsBetter: false)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            AddTerm(Math.Abs((double)outputs[i] - target[i]));
        }
    }
}

/// <summary>The mean of (y - t)² over all values of all targets; of a Gaussian likelihood y is the mean.</summary>
/// <param name="name">What the history calls it.</param>
public class MeanSquaredErrorMetric(string name = "mse") : MeanMetric(name, higherIsBetter: false)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            double distance = (double)outputs[i] - target[i];
            AddTerm(distance * distance);
        }
    }
}

/// <summary>The root of the mean square error.</summary>
public sealed class RootMeanSquaredErrorMetric() : MeanSquaredErrorMetric("rmse")
{
    /// <inheritdoc/>
    public override double Value => Math.Sqrt(Mean);
}

/// <summary>The share of yes/no outputs on the right side: the logit above 0 where the truth is above one half.</summary>
public sealed class BinaryAccuracyMetric() : MeanMetric("binary accuracy", higherIsBetter: true)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            AddTerm(outputs[i] > 0 == target[i] > 0.5f ? 1 : 0);
        }
    }
}

/// <summary>Counts of classes against what was said of them; its value is the accuracy.</summary>
public sealed class ConfusionMatrixMetric() : Metric("confusion", higherIsBetter: true)
{
    private long[] _counts = [];

    /// <summary>Number of classes.</summary>
    public int Classes { get; private set; }

    /// <summary>How often a target of one class had its largest output at another.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The class of the largest output.</param>
    public long this[int label, int predicted] => (uint)label < (uint)Classes && (uint)predicted < (uint)Classes
        ? _counts[(label * Classes) + predicted]
        : throw new ArgumentOutOfRangeException(nameof(label), $"There are {Classes} classes; {label} and {predicted} were asked for.");

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            long right = 0, all = 0;
            for (int index = 0; index < _counts.Length; index++)
            {
                all += _counts[index];
                right += index % (Classes + 1) == 0 ? _counts[index] : 0;
            }

            return (double)right / all;
        }
    }

    /// <inheritdoc/>
    public override void Reset(int outputSize)
    {
        if (Classes != outputSize)
        {
            (Classes, _counts) = (outputSize, new long[checked(outputSize * outputSize)]);
        }

        Array.Clear(_counts);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => _counts[(label * Classes) + TensorPrimitives.IndexOfMax(outputs)]++;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => Add(outputs, TensorPrimitives.IndexOfMax(target));
}
