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
    private readonly GradientAccumulator? _accumulator = options.AccumulateBatches > 1 ? new GradientAccumulator(options.AccumulationReduction) : null;

    /// <summary>Updates made so far.</summary>
    public long Steps { get; set; }

    /// <summary>The states after the last update.</summary>
    public CarriedStates States => _states;

    /// <summary>The last update.</summary>
    public StepRecord Record { get; private set; }

    /// <summary>Makes the next update.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <returns><see langword="false"/> at the end of the epoch.</returns>
    /// <exception cref="NonFiniteTrainingException">A loss or a gradient is not finite.</exception>
    public bool Run(long epoch)
    {
        long start = Stopwatch.GetTimestamp();
        if (!source.Read(_batch))
        {
            return false;
        }

        double loss, norm;
        using (ParameterEdit edit = trainer.Model.Parameters.Edit())
        {
            // After the edit has begun nobody else can have changed the parameters: the gradients are theirs.
            ReadOnlySpan<float> gradients = Gradients(out loss, out norm);
            if (options.Schedule is not null)
            {
                options.Optimizer.LearningRate = options.Schedule.At(Steps);
            }

            options.Optimizer.Update(edit.Values, options.Clipping is null ? gradients : options.Clipping.Apply(gradients, norm, SimdSupport.VectorBits));
        }

        Record = new StepRecord(Steps++, epoch, loss, options.Optimizer.LearningRate, norm, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return true;
    }

    private ReadOnlySpan<float> Gradients(out double loss, out double norm)
    {
        float first = OneBatch(out norm);
        loss = first;
        if (_accumulator is null)
        {
            return trainer.Gradients;
        }

        _accumulator.Clear();
        _accumulator.Add(_batch, first, trainer.Gradients);
        while (_accumulator.Batches < options.AccumulateBatches && source.Read(_batch))
        {
            float next = OneBatch(out _);
            _accumulator.Add(_batch, next, trainer.Gradients);
        }

        ReadOnlySpan<float> gradients = _accumulator.Take();
        loss = _accumulator.Loss;
        norm = GradientNorms.Of(gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        return gradients;
    }

    private float OneBatch(out double norm)
    {
        ReadOnlySpan<float> initial = _states.Initial(_batch);
        Span<float> final = _states.Final(_batch);
        bool isLabeled = _batch.Shape!.Targets == TargetForm.Labels;
        float loss = (_batch.Shape.Vocabulary > 0, isLabeled) switch
        {
            (true, true) => ((ITokenClassifierTrainer)trainer).ComputeGradients(_batch.TokenSequences, (ReadOnlySpan<int>)_batch.Labels, initial, final),
            (true, false) => ((ITokenSupervisedTrainer)trainer).ComputeGradients(_batch.TokenSequences, (ReadOnlySpan<float>)_batch.Targets, initial, final),
            (false, true) => ((IClassifierTrainer)trainer).ComputeGradients(_batch.Sequences, (ReadOnlySpan<int>)_batch.Labels, initial, final),
            _ => trainer.ComputeGradients(_batch.Sequences, (ReadOnlySpan<float>)_batch.Targets, initial, final),
        };

        // One pass finds what is not finite; a norm can also be too large for a float while no gradient is.
        norm = GradientNorms.Of(trainer.Gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        if (!float.IsFinite(loss) || (!double.IsFinite(norm) && HasBad(trainer.Gradients)))
        {
            throw NonFiniteTrainingException.Find(trainer, _batch, Steps, source.Position, loss);
        }

        return loss;
    }

    private static bool HasBad(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
