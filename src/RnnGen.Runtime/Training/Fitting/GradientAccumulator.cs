using System;
using System.Numerics.Tensors;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// Gradients and losses of several batches as those of one: <c>Σ weight·g / Σ weight</c>, in the order of the batches. Weights are what
/// the model's reduction divides by, so each term is a sum over targets again; a sum has no mean to take.
/// </summary>
/// <param name="reduction">What the model's loss divides by.</param>
internal sealed class GradientAccumulator(LossReduction reduction)
{
    private float[] _sum = [];
    private double _weights, _loss;

    /// <summary>Batches since the last <see cref="Clear"/>.</summary>
    public int Batches { get; private set; }

    /// <summary>The loss of all batches as one.</summary>
    public double Loss => reduction == LossReduction.Sum ? _loss : _loss / Math.Max(1, _weights);

    public void Clear() => (_weights, _loss, Batches) = (0, 0, 0);

    public void Add(TrainingBatch batch, float loss, ReadOnlySpan<float> gradients)
    {
        if (_sum.Length != gradients.Length)
        {
            _sum = new float[gradients.Length];
        }

        float weight = Weight(batch);
        if (Batches == 0)
        {
            TensorPrimitives.Multiply(gradients, weight, _sum);
        }
        else
        {
            // A product, then a sum, each rounded: TensorPrimitives fuses nothing here, so the bits are the same everywhere.
            TensorPrimitives.MultiplyAdd(gradients, weight, _sum, _sum);
        }

        _weights += weight;
        _loss += (double)weight * loss;
        Batches++;
    }

    /// <summary>The gradients of all batches as one; to be taken once, before <see cref="Clear"/>.</summary>
    public ReadOnlySpan<float> Take()
    {
        if (reduction != LossReduction.Sum && _weights > 0)
        {
            TensorPrimitives.Divide(_sum, (float)_weights, _sum);
        }

        return _sum;
    }

    private float Weight(TrainingBatch batch)
    {
        if (reduction == LossReduction.Sum)
        {
            return 1;
        }

        if (!batch.Shape!.TargetsEveryStep)
        {
            return batch.Rows;
        }

        long rows = 0, targets = 0;
        foreach (int length in batch.Lengths)
        {
            rows += length > 0 ? 1 : 0;
            targets += length;
        }

        return reduction == LossReduction.PerSequence ? rows : targets;
    }
}
