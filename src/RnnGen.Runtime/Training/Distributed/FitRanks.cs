using System;
using System.Collections.Generic;
using System.Threading;
using RnnGen.Data;
using RnnGen.Generated;
using RnnGen.Threading;

namespace RnnGen.Training.Distributed;

/// <summary>One rank's part in a training over epochs: its rows of every batch, and what all ranks must agree on.</summary>
internal sealed class FitRanks
{
    private readonly SupervisedNetworkTrainer _trainer;
    private readonly FitOptions _options;
    private RankPass? _pass;
    private bool _haveCallbacks;
    private (string Tensor, string Where)? _badPart;

    private FitRanks(RankGroup group, SupervisedNetworkTrainer trainer, FitOptions options)
    {
        (Group, _trainer, _options) = (group, trainer, options);
        Share = new BatchShare(group.Rank, group.Size);
    }

    /// <summary>The ranks.</summary>
    public RankGroup Group { get; }

    /// <summary>Which rows are this one's.</summary>
    public BatchShare Share { get; }

    /// <summary>Whether a rank was asked to end training.</summary>
    public bool IsCancelled => Pass.IsCancelled;

    private RankPass Pass => _pass ?? throw new InvalidOperationException("The ranks have not begun.");

    private bool SumsGradients => _options.AccumulateBatches == 1;

    /// <summary>The ranks of a training; <see langword="null"/> where there is one alone.</summary>
    /// <exception cref="ArgumentException">The trainer is not a generated one.</exception>
    public static FitRanks? Of(ISupervisedTrainer trainer, FitOptions options)
    {
        if (options.Communicator is not { Size: > 1 } communicator)
        {
            return null;
        }

        return trainer is SupervisedNetworkTrainer own
            ? new FitRanks(new RankGroup(communicator), own, options)
            : throw new ArgumentException(
                $"{trainer.GetType().Name} is no trainer of a generated model; only those learn with others.", nameof(trainer));
    }

    /// <summary>Compares what the ranks are about to do, and plans their sums.</summary>
    /// <param name="settings">What must be the same on all ranks, by name.</param>
    /// <param name="cancellation">Asked before each pass.</param>
    /// <exception cref="DistributedTrainingException">A rank has failed, or is about to do something else.</exception>
    public void Start(Func<IReadOnlyList<(string Name, string Value)>> settings, CancellationToken cancellation)
    {
        IReadOnlyList<(string, string)> own = Agree(settings);
        RankSettings.Compare(Group, own);
        _haveCallbacks = Group.Any(_options.Callbacks.Count > 0);
        ModelDescription model = _trainer.Description;
        _pass = new RankPass(Group, new GradientMessages(model, _trainer.FindLastWriters()), model.Heads.Count, cancellation)
        {
            SumsGradients = SumsGradients,
        };
        _pass.Begin(0);
        _pass.IsCancelled = Group.Any(_pass.WantsToEnd);
    }

    /// <summary>Gives all ranks the parameters of the first, and the state of its optimizer.</summary>
    public void ShareParameters()
    {
        using (ParameterEdit edit = _trainer.Parameters.Edit())
        {
            Group.Broadcast(edit.Values);
        }

        if (_options.Optimizer is IStatefulOptimizer optimizer)
        {
            OptimizerState state = RankStates.Broadcast(Group, optimizer.State);
            if (!Group.IsFirst)
            {
                optimizer.Restore(state);
            }
        }
    }

    /// <summary>
    /// Threads for each rank on a machine, where neither its user nor the model has said how many; otherwise as many as the model has.
    /// </summary>
    public int Threads(int ofModel) =>
        ofModel != WorkerTeam.DefaultThreads || Environment.GetEnvironmentVariable(WorkerTeam.EnvironmentVariable) is { Length: > 0 }
            ? ofModel
            : Math.Max(1, Environment.ProcessorCount / Math.Max(1, Group.Communicator.RanksOnTheseProcessors));

    /// <summary>Reads this rank's rows of the next batch.</summary>
    /// <returns><see langword="false"/> at the end of the epoch, on all ranks.</returns>
    public bool Read(ISequenceSource source, TrainingBatch batch)
    {
        Pass.Begin(0);
        try
        {
            if (source.ReadShare(batch, Share))
            {
                return true;
            }
        }
        catch (Exception failure)
        {
            throw Pass.Fail(failure);
        }

        Pass.EndData();
        return false;
    }

    /// <summary>The gradients of the whole batch, or where several batches make an update this rank's part of them.</summary>
    /// <returns>The loss of the whole batch.</returns>
    public float ComputeGradients(TrainingBatch batch, CarriedStates states)
    {
        Pass.Begin(batch.FirstRow);
        if (batch.Rows == 0)
        {
            states.Final(batch);
            return _trainer.ComputeWithoutRows(Pass);
        }

        _trainer.Join(Pass);
        try
        {
            ReadOnlySpan<float> initial = states.Initial(batch);
            return ((ISupervisedTrainer)_trainer).ComputeGradients(batch.Sequences, batch.HeadTargets, initial, states.Final(batch));
        }
        catch (Exception failure) when (!Pass.HasBegun)
        {
            throw Pass.Fail(failure);
        }
        finally
        {
            _trainer.Join(null);
        }
    }

    /// <summary>
    /// This rank's part of the losses of a batch that is not learned from, in <see cref="ISupervisedTrainer.HeadLosses"/>, and what the
    /// whole batch counts.
    /// </summary>
    public void ComputeLoss(TrainingBatch batch, CarriedStates states, Span<float> outputs)
    {
        Pass.Begin(batch.FirstRow);
        if (batch.Rows == 0)
        {
            states.Final(batch);
            _trainer.MeasureWithoutRows(Pass);
            return;
        }

        _trainer.Join(Pass);
        try
        {
            ReadOnlySpan<float> initial = states.Initial(batch);
            ((ISupervisedTrainer)_trainer).ComputeLoss(batch.Sequences, batch.HeadTargets, outputs, initial, states.Final(batch));
        }
        catch (Exception failure) when (!Pass.HasBegun)
        {
            throw Pass.Fail(failure);
        }
        finally
        {
            _trainer.Join(null);
        }
    }

    /// <summary>Adds up the gradients of several batches over the ranks.</summary>
    /// <param name="sums">This rank's; memory that does not move.</param>
    public void SumGradients(Span<float> sums)
    {
        Group.Communicator.BeginSum(sums);
        Group.Communicator.EndSums();
    }

    /// <summary>Notes that this rank's part of the gradients of one of several batches is not finite: the others do not know yet.</summary>
    public void NoteBadPart(TrainingBatch batch) =>
        _badPart ??= NonFiniteTrainingException.First(_trainer, batch);

    /// <summary>The loss or the gradients of all ranks are not finite: finds out whose part it is.</summary>
    /// <param name="batch">What was learned from.</param>
    /// <param name="sums">The gradients of all ranks.</param>
    /// <param name="step">Number of the update.</param>
    /// <param name="place">Where the batch comes from.</param>
    /// <param name="loss">The loss of all ranks.</param>
    public Exception NonFinite(TrainingBatch batch, ReadOnlySpan<float> sums, long step, string place, double loss)
    {
        (string Tensor, string Where) sum = NonFiniteTrainingException.FirstOf(_trainer.Description, sums) ?? ("the loss", "");
        (string Tensor, string Where)? own = _badPart;
        if (own is null && batch.Rows > 0)
        {
            own = NonFiniteTrainingException.OwnPart(_trainer, batch, _trainer.ComputeOwnPart());
        }

        IReadOnlyList<string> parts = Group.GatherTexts(own is null ? "" : $"{own.Value.Tensor}\n{own.Value.Where}");
        return Group.Agreed(NonFiniteTrainingException.OfRanks(parts, sum, step, place, loss));
    }

    /// <summary>Runs what may fail on one rank; when it does, all ranks throw.</summary>
    public T Agree<T>(Func<T> action)
    {
        T result = default!;
        Exception? failure = null;
        try
        {
            result = action();
        }
        catch (Exception caught)
        {
            failure = caught;
        }

        Group.Agree(failure);
        return result;
    }

    /// <summary>After callbacks of a step, which any rank may have: all end when one is to end, and fail when one has failed.</summary>
    /// <param name="context">Where training stands.</param>
    /// <param name="failure">What a callback has failed with.</param>
    public void AgreeAfterStep(FitContext context, Exception? failure)
    {
        if (_haveCallbacks)
        {
            AgreeOn(context, failure);
        }
    }

    /// <summary>The same after an epoch.</summary>
    public void AgreeAfterEpoch(FitContext context, Exception? failure) => AgreeOn(context, failure);

    /// <summary>Whether all ranks have the same parameters and the same state of the optimizer, to the bit.</summary>
    /// <exception cref="DistributedTrainingException">Some have not.</exception>
    public void CheckEqual(long steps) => RankStates.CheckEqual(Group, _trainer.Parameters, _options.Optimizer, steps);

    /// <summary>The same where it is time for it.</summary>
    public void CheckAfterStep(long steps)
    {
        if (_options.CompareRanksEverySteps > 0 && steps % _options.CompareRanksEverySteps == 0)
        {
            CheckEqual(steps);
        }
    }

    private void AgreeOn(FitContext context, Exception? failure)
    {
        Span<double> wants = [failure is null ? 0 : 1, context.StopReason is null ? 0 : 1, Pass.WantsToEnd ? 1 : 0];
        Group.Communicator.Sum(wants);
        Pass.IsCancelled |= wants[2] > 0;
        if (wants[0] > 0)
        {
            throw Group.FailureOf(failure);
        }

        if (wants[1] > 0)
        {
            IReadOnlyList<string> reasons = Group.GatherTexts(context.StopReason ?? "");
            context.Stop(reasons[Group.FirstOf(reasons, reason => reason.Length > 0)]);
        }
    }
}
