using System;
using System.Numerics.Tensors;

namespace RnnGen.Training;

/// <summary>
/// Gradients and losses of several batches as those of one: <c>Σ weight·g / Σ weight</c>, in the order of the batches. Weights are what
/// the model's loss was divided by, so each term is a sum over targets again; a sum has no mean to take.
/// </summary>
/// <param name="trainer">Whose gradients they are.</param>
internal sealed class GradientAccumulator(ISupervisedTrainer trainer)
{
    private float[] _sum = [];
    private double _weights, _loss;

    /// <summary>Σ weight·g so far.</summary>
    public Span<float> Sum => _sum;

    /// <summary>Batches since the last <see cref="Clear"/>.</summary>
    public int Batches { get; private set; }

    /// <summary>The loss of all batches as one.</summary>
    public double Loss => IsSum || _weights == 0 ? _loss : _loss / _weights;

    /// <summary>What that loss counts, as <see cref="ISupervisedTrainer.LossWeights"/>.</summary>
    public double Weight => IsSum ? 1 : _weights;

    private bool IsSum => trainer.Model.Description.Heads[0].Reduction == LossReduction.Sum;

    public void Clear() => (_weights, _loss, Batches) = (0, 0, 0);

    /// <summary>Adds the gradients of the trainer's last pass.</summary>
    /// <param name="loss">Its loss.</param>
    public void Add(float loss)
    {
        ReadOnlySpan<float> gradients = trainer.Gradients;
        if (_sum.Length != gradients.Length)
        {
            // Ranks add it up: it must not move.
            _sum = GC.AllocateArray<float>(gradients.Length, pinned: true);
        }

        ReadOnlySpan<float> weights = trainer.LossWeights;
        float weight = weights[0];
        if (weights.ContainsAnyExcept(weight))
        {
            throw new InvalidOperationException(
                $"The losses of the heads of {trainer.Model.Description.Name} count {string.Join(", ", weights.ToArray())} in one batch: "
                + "their gradients have no common mean over batches. Make an update of each batch.");
        }

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
        if (!IsSum && _weights > 0)
        {
            TensorPrimitives.Divide(_sum, (float)_weights, _sum);
        }

        return _sum;
    }
}
