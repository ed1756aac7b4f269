using System;
using System.Collections.Generic;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// The losses that a trainer learns, of data that it does not learn from: of each head <c>Σ weight·loss / Σ weight</c> over the batches,
/// which is the loss of all their rows as one batch; of sums the mean over the batches.
/// </summary>
/// <param name="trainer">The trainer.</param>
internal sealed class EvaluatedLosses(ISupervisedTrainer trainer)
{
    /// <summary>What the history calls the sum; that of a named head stands behind the head's name and a slash.</summary>
    public const string Name = "validation loss";

    private readonly double[] _losses = new double[trainer.Model.Description.Heads.Count];
    private readonly double[] _weights = new double[trainer.Model.Description.Heads.Count];

    /// <summary>The sums of weight·loss of each head; where ranks measure a batch together, of this one's rows.</summary>
    public Span<double> Sums => _losses;

    public void Clear()
    {
        Array.Clear(_losses);
        Array.Clear(_weights);
    }

    /// <summary>Measures a batch.</summary>
    public void Add(TrainingBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        trainer.ComputeLoss(batch.Sequences, batch.HeadTargets, outputs, initialStates, finalStates);
        Add();
    }

    /// <summary>Takes the losses of the batch that the trainer has measured.</summary>
    public void Add()
    {
        for (int head = 0; head < _losses.Length; head++)
        {
            double weight = trainer.LossWeights[head];
            _losses[head] += weight * trainer.HeadLosses[head];
            _weights[head] += weight;
        }
    }

    /// <summary>Adds the loss of each named head, and the sum that is trained.</summary>
    public void AddTo(IDictionary<string, double> metrics)
    {
        ModelDescription model = trainer.Model.Description;
        double sum = 0;
        for (int head = 0; head < _losses.Length; head++)
        {
            double loss = _weights[head] > 0 ? _losses[head] / _weights[head] : 0;
            sum += model.Heads[head].Weight * loss;
            if (model.HasNamedHeads)
            {
                metrics.Add($"{model.Heads[head].Name}/{Name}", loss);
            }
        }

        metrics.Add(Name, sum);
    }

    /// <summary>The names that <see cref="AddTo"/> adds.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            Dictionary<string, double> names = [];
            AddTo(names);
            return names.Keys;
        }
    }
}
