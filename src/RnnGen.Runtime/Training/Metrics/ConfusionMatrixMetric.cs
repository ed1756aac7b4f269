using System;
using System.Numerics.Tensors;

namespace RnnGen.Training;

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
    public override int? SumCount => _counts.Length;

    /// <inheritdoc/>
    public override void GetSums(Span<double> sums)
    {
        for (int index = 0; index < _counts.Length; index++)
        {
            sums[index] = _counts[index];
        }
    }

    /// <inheritdoc/>
    public override void SetSums(ReadOnlySpan<double> sums)
    {
        for (int index = 0; index < _counts.Length; index++)
        {
            _counts[index] = (long)sums[index];
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
