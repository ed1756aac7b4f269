using System;
using System.Diagnostics;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>One update: reading, gradients of one or several batches, checks, clipping, schedule, optimizer.</summary>
/// <param name="trainer">The trainer.</param>
/// <param name="source">What to learn from.</param>
/// <param name="options">How to train.</param>
internal sealed class FitStep(ISupervisedTrainer trainer, ISequenceSource source, FitOptions options)
{
    private readonly TrainingBatch _batch = new();
    private readonly CarriedStates _states = new(trainer.Model.Description.StateSize);
    private readonly GradientAccumulator? _accumulator = options.AccumulateBatches > 1 ? new GradientAccumulator(trainer) : null;
    private readonly OptimizerSnapshot? _snapshot = options.Optimizer is Optimizer ? null : new OptimizerSnapshot(options.Optimizer);
    private bool _hasBatch;

    /// <summary>Updates made so far.</summary>
    public long Steps { get; set; }

    /// <summary>The states after the last update.</summary>
    public CarriedStates States => _states;

    /// <summary>The last update.</summary>
    public StepRecord Record { get; private set; }

    /// <summary>
    /// What its loss counts, as <see cref="ISupervisedTrainer.LossWeights"/>; of heads that count differently the rows of the batch.
    /// </summary>
    public double Weight { get; private set; }

    /// <summary>The batch that was read last; <see langword="null"/> where there was none left.</summary>
    public TrainingBatch? LastBatch => _hasBatch ? _batch : null;

    /// <summary>Makes the next update.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <returns><see langword="false"/> at the end of the epoch.</returns>
    /// <exception cref="NonFiniteTrainingException">
    /// A loss, a gradient or what the update would write is not finite; nothing has been updated.
    /// </exception>
    public bool Run(long epoch)
    {
        long start = Stopwatch.GetTimestamp();
        if (!Read())
        {
            return false;
        }

        double loss, norm;
        using (ParameterEdit edit = trainer.Model.Parameters.Edit())
        {
            // After the edit has begun nobody else can have changed the parameters: the gradients are theirs.
            ReadOnlySpan<float> gradients = Gradients(out loss, out norm);
            float rate = options.Optimizer.LearningRate;
            if (options.Schedule is not null)
            {
                options.Optimizer.LearningRate = options.Schedule.At(Steps);
            }

            gradients = options.Clipping is null ? gradients : options.Clipping.Apply(gradients, norm, SimdSupport.VectorBits);
            UpdateFailure? failure = options.Optimizer is Optimizer known
                ? known.TryUpdate(trainer.Model.Parameters, edit.Values, gradients, norm)
                : _snapshot!.TryUpdate(edit.Values, gradients);
            if (failure is UpdateFailure bad)
            {
                float asked = options.Optimizer.LearningRate;
                options.Optimizer.LearningRate = rate;
                throw NonFiniteTrainingException.Of(trainer.Model.Description, bad, Steps, Place, loss, norm, asked);
            }
        }

        Record = new StepRecord(Steps++, epoch, loss, options.Optimizer.LearningRate, norm, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return true;
    }

    private string Place => FormattableString.Invariant($" (epoch {source.Position.Epoch}, batch {source.Position.Batch - 1})");

    private double LossWeight()
    {
        ReadOnlySpan<float> weights = trainer.LossWeights;
        return weights.ContainsAnyExcept(weights[0]) ? _batch.Rows : weights[0];
    }

    private bool Read() => _hasBatch = source.Read(_batch);

    private ReadOnlySpan<float> Gradients(out double loss, out double norm)
    {
        float first = OneBatch(out norm);
        (loss, Weight) = (first, LossWeight());
        if (_accumulator is null)
        {
            return trainer.Gradients;
        }

        _accumulator.Clear();
        _accumulator.Add(first);
        while (_accumulator.Batches < options.AccumulateBatches && Read())
        {
            _accumulator.Add(OneBatch(out _));
        }

        ReadOnlySpan<float> gradients = _accumulator.Take();
        (loss, Weight) = (_accumulator.Loss, _accumulator.Weight);
        norm = GradientNorms.Of(gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        return double.IsFinite(norm) ? gradients : throw NonFiniteTrainingException.FindSum(
            trainer.Model.Description, gradients, _accumulator.Batches, Steps, Place, loss);
    }

    private float OneBatch(out double norm)
    {
        ReadOnlySpan<float> initial = _states.Initial(_batch);
        Span<float> final = _states.Final(_batch);
        float loss = trainer.ComputeGradients(_batch.Sequences, _batch.HeadTargets, initial, final);

        // One pass finds what is not finite: the norm is finite where all gradients are.
        norm = GradientNorms.Of(trainer.Gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        if (!float.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw NonFiniteTrainingException.Find(trainer, _batch, Steps, Place, loss);
        }

        return loss;
    }
}
