using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <summary>One update: reading, gradients of one or several batches, checks, clipping, schedule, optimizer.</summary>
/// <param name="trainer">The trainer.</param>
/// <param name="source">What to learn from.</param>
/// <param name="options">How to train.</param>
/// <param name="ranks">Who trains together; <see langword="null"/> alone.</param>
internal sealed class FitStep(ISupervisedTrainer trainer, ISequenceSource source, FitOptions options, FitRanks? ranks)
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

    /// <summary>Which rows of every batch are learned from here.</summary>
    public BatchShare Share => ranks?.Share ?? default;

    /// <summary>What a checkpoint keeps of the rows of all ranks; see <see cref="Gather"/>.</summary>
    public WholeRows Whole { get; private set; } = new(0, [], "");

    /// <summary>The last update.</summary>
    public StepRecord Record { get; private set; }

    /// <summary>
    /// What its loss counts, as <see cref="ISupervisedTrainer.LossWeights"/>; of heads that count differently the rows of the batch.
    /// </summary>
    public double Weight { get; private set; }

    /// <summary>
    /// Gathers <see cref="Whole"/>, before a checkpoint is saved. Of several ranks all call it: carried states and the digest of the last
    /// batch are those of all rows, so that another number of ranks can go on from them.
    /// </summary>
    public void Gather()
    {
        if (ranks is null)
        {
            Whole = new WholeRows(_states.Rows, _states.Values.ToArray(), _hasBatch ? BatchDigest.Of(_batch) : "");
            return;
        }

        RankGroup group = ranks.Group;
        float[] states = MemoryMarshal.Cast<byte, float>(
            group.Gather(MemoryMarshal.AsBytes(_states.Values)).SelectMany(part => part).ToArray()).ToArray();
        Whole = new WholeRows(
            group.GatherNumbers(_states.Rows).Sum(), states,
            _hasBatch ? BatchDigest.Of(group.Gather(BatchDigest.Lengths(_batch)), group.Gather(BatchDigest.Contents(_batch))) : "");
    }

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
                throw Agreed(NonFiniteTrainingException.Of(trainer.Model.Description, bad, Steps, Place, loss, norm, asked));
            }
        }

        Record = new StepRecord(Steps++, epoch, loss, options.Optimizer.LearningRate, norm, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return true;
    }

    private string Place => FormattableString.Invariant($" (epoch {source.Position.Epoch}, batch {source.Position.Batch - 1})");

    private double LossWeight()
    {
        ReadOnlySpan<float> weights = trainer.LossWeights;
        return weights.ContainsAnyExcept(weights[0]) ? _batch.WholeRows : weights[0];
    }

    private bool Read() => _hasBatch = ranks is null ? source.Read(_batch) : ranks.Read(source, _batch);

    private ReadOnlySpan<float> Gradients(out double loss, out double norm)
    {
        float first = OneBatch(out norm);
        (loss, Weight) = (first, LossWeight());
        if (_accumulator is null)
        {
            return trainer.Gradients;
        }

        _accumulator.Clear();
        Accumulate(first);
        while (_accumulator.Batches < options.AccumulateBatches && Read())
        {
            Accumulate(OneBatch(out _));
        }

        ranks?.SumGradients(_accumulator.Sum);
        ReadOnlySpan<float> gradients = _accumulator.Take();
        (loss, Weight) = (_accumulator.Loss, _accumulator.Weight);
        norm = GradientNorms.Of(gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        if (double.IsFinite(norm))
        {
            return gradients;
        }

        throw ranks?.NonFinite(_batch, gradients, Steps, Place, loss) ?? NonFiniteTrainingException.FindSum(
            trainer.Model.Description, gradients, _accumulator.Batches, Steps, Place, loss);
    }

    private void Accumulate(float loss)
    {
        try
        {
            _accumulator!.Add(loss);
        }
        catch (InvalidOperationException failure) when (ranks is not null)
        {
            // What the batch counts is the same on all ranks.
            throw Agreed(failure);
        }
    }

    private Exception Agreed(Exception failure) => ranks?.Group.Agreed(failure) ?? failure;

    private float OneBatch(out double norm)
    {
        float loss = ranks is null ? ComputeGradients() : ranks.ComputeGradients(_batch, _states);

        // One pass finds what is not finite: the norm is finite where all gradients are.
        norm = GradientNorms.Of(trainer.Gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        if (float.IsFinite(loss) && double.IsFinite(norm))
        {
            return loss;
        }

        if (ranks is not null && _accumulator is not null && float.IsFinite(loss))
        {
            // This rank's part alone: the sum over the ranks will show it to all of them.
            ranks.NoteBadPart(_batch);
            return loss;
        }

        throw ranks?.NonFinite(_batch, trainer.Gradients, Steps, Place, loss)
            ?? NonFiniteTrainingException.Find(trainer, _batch, Steps, Place, loss);
    }

    private float ComputeGradients()
    {
        ReadOnlySpan<float> initial = _states.Initial(_batch);
        return trainer.ComputeGradients(_batch.Sequences, _batch.HeadTargets, initial, _states.Final(_batch));
    }
}

/// <summary>What a checkpoint keeps of the rows of a batch, whoever has learned from which.</summary>
/// <param name="CarriedRows">Rows whose states are carried on.</param>
/// <param name="CarriedStates">The states, [rows, state size].</param>
/// <param name="LastBatch">Digest of the batch that was read last; empty for none.</param>
internal sealed record WholeRows(int CarriedRows, float[] CarriedStates, string LastBatch);
