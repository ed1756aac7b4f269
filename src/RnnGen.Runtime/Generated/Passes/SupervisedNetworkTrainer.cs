using System;
using System.ComponentModel;
using RnnGen.Training;
using RnnGen.Training.Distributed;

namespace RnnGen.Generated;

/// <summary>The protocol of a generated trainer whose network ends in losses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SupervisedNetworkTrainer : NetworkTrainer, ISupervisedTrainer
{
    private readonly float[] _headLosses;
    private readonly float[] _lossWeights;

    /// <inheritdoc/>
    protected SupervisedNetworkTrainer(ITrainableModel model, int threads, Func<TrainingWorkspace> create)
        : base(model, threads, create)
    {
        _headLosses = new float[Losses.Length];
        _lossWeights = new float[Losses.Length];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> HeadLosses => _headLosses;

    /// <inheritdoc/>
    public ReadOnlySpan<float> LossWeights => _lossWeights;

    float ISupervisedTrainer.ComputeGradients(
        scoped in SequenceBatch batch, ReadOnlySpan<HeadTarget> targets, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        using LossPass pass = BeginLoss(batch, initialStates, finalStates);
        pass.LearnAll(targets);
        return pass.Run();
    }

    float ISupervisedTrainer.ComputeLoss(
        scoped in SequenceBatch batch, ReadOnlySpan<HeadTarget> targets, Span<float> outputs, ReadOnlySpan<float> initialStates,
        Span<float> finalStates)
    {
        using LossPass pass = BeginLoss(batch, initialStates, finalStates);
        pass.LearnAll(targets);
        return pass.Measure(outputs);
    }

    /// <summary>Forward pass, loss and backward pass of a network of one head, with class indices.</summary>
    /// <inheritdoc cref="ISupervisedTrainer.ComputeGradients(in SequenceBatch, HeadTarget, ReadOnlySpan{float}, Span{float})"/>
    protected float ComputeGradients(
        scoped in SequenceBatch batch, ReadOnlySpan<int> labels, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        using LossPass pass = BeginLoss(batch, initialStates, finalStates);
        pass.Learn(0, labels);
        return pass.Run();
    }

    /// <summary>The same with values.</summary>
    /// <inheritdoc cref="ISupervisedTrainer.ComputeGradients(in SequenceBatch, HeadTarget, ReadOnlySpan{float}, Span{float})"/>
    protected float ComputeGradients(
        scoped in SequenceBatch batch, ReadOnlySpan<float> targets, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        using LossPass pass = BeginLoss(batch, initialStates, finalStates);
        pass.Learn(0, targets);
        return pass.Run();
    }

    /// <summary>The same with sequences of labels.</summary>
    /// <inheritdoc cref="ISupervisedTrainer.ComputeGradients(in SequenceBatch, HeadTarget, ReadOnlySpan{float}, Span{float})"/>
    protected float ComputeGradients(
        scoped in SequenceBatch batch, ReadOnlySpan<int> labels, ReadOnlySpan<int> labelLengths, ReadOnlySpan<float> initialStates,
        Span<float> finalStates)
    {
        using LossPass pass = BeginLoss(batch, initialStates, finalStates);
        pass.Learn(0, labels, labelLengths);
        return pass.Run();
    }

    /// <summary>One training step of a network of one head, with class indices.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major), or tokens; at least one row.</param>
    /// <param name="labels">The class of each target, [batch] or [batch, steps].</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of the model.</param>
    /// <param name="finalStates">Receives the states after each row's last valid step; empty when not wanted.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="ArgumentException">The labels do not fit the head; nothing has been computed.</exception>
    /// <exception cref="NonFiniteTrainingException">
    /// The loss, a gradient or a number that the update would write is not finite; nothing has been updated.
    /// </exception>
    protected float Train(
        scoped in SequenceBatch batch, ReadOnlySpan<int> labels, IOptimizer optimizer, ReadOnlySpan<float> initialStates,
        Span<float> finalStates, GradientClipping? clipping)
    {
        using ParameterEdit edit = Parameters.Edit();
        return Update(edit, ComputeGradients(batch, labels, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>The same with values.</summary>
    /// <inheritdoc cref="Train(in SequenceBatch, ReadOnlySpan{int}, IOptimizer, ReadOnlySpan{float}, Span{float}, GradientClipping?)"/>
    protected float Train(
        scoped in SequenceBatch batch, ReadOnlySpan<float> targets, IOptimizer optimizer, ReadOnlySpan<float> initialStates,
        Span<float> finalStates, GradientClipping? clipping)
    {
        using ParameterEdit edit = Parameters.Edit();
        return Update(edit, ComputeGradients(batch, targets, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>The same with sequences of labels.</summary>
    /// <inheritdoc cref="Train(in SequenceBatch, ReadOnlySpan{int}, IOptimizer, ReadOnlySpan{float}, Span{float}, GradientClipping?)"/>
    protected float Train(
        scoped in SequenceBatch batch, ReadOnlySpan<int> labels, ReadOnlySpan<int> labelLengths, IOptimizer optimizer,
        ReadOnlySpan<float> initialStates, Span<float> finalStates, GradientClipping? clipping)
    {
        using ParameterEdit edit = Parameters.Edit();
        return Update(edit, ComputeGradients(batch, labels, labelLengths, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>Begins a pass whose caller gives the targets head by head.</summary>
    /// <inheritdoc cref="ISupervisedTrainer.ComputeGradients(in SequenceBatch, HeadTarget, ReadOnlySpan{float}, Span{float})"/>
    protected LossPass BeginLoss(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
        new(this, BeginUse(batch, initialStates, finalStates));

    /// <summary>The end of a training step: clips the gradients of the last pass and updates the parameters.</summary>
    /// <param name="edit">The edit within which the gradients were computed.</param>
    /// <param name="loss">The loss of the pass.</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The loss.</returns>
    protected float Update(scoped in ParameterEdit edit, float loss, IOptimizer optimizer, GradientClipping? clipping) =>
        this.Update(edit.Values, loss, optimizer, clipping);

    /// <summary>Forward pass, losses, their weighted sum, and what follows: all targets are taken before any work.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected readonly ref struct LossPass
    {
        private readonly SupervisedNetworkTrainer _trainer;
        private readonly PassBatch _pass;

        internal LossPass(SupervisedNetworkTrainer trainer, PassBatch pass)
        {
            _trainer = trainer;
            _pass = pass;
        }

        /// <summary>Checks and takes class indices of one head.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="labels">The class of each target.</param>
        public void Learn(int head, ReadOnlySpan<int> labels) => _trainer.Losses[head].Take(_pass.Batch, labels);

        /// <summary>Checks and takes values of one head.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="targets">The values.</param>
        public void Learn(int head, ReadOnlySpan<float> targets) => _trainer.Losses[head].Take(_pass.Batch, targets);

        /// <summary>Checks and takes sequences of labels of one head.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="labels">The labels, [batch, most labels of a row], or [sum of the lengths].</param>
        /// <param name="labelLengths">The number of labels of each row, [batch].</param>
        public void Learn(int head, ReadOnlySpan<int> labels, ReadOnlySpan<int> labelLengths) =>
            _trainer.Losses[head].Take(_pass.Batch, labels, labelLengths);

        /// <summary>Runs forward, losses and backward.</summary>
        /// <returns>The weighted sum of the losses.</returns>
        public float Run()
        {
            _trainer.RunLosses(_pass.Batch, _pass.InitialStates, _pass.FinalStates, isEvaluation: false);
            return _trainer.Ranks is RankPass ranks ? _trainer.SumOfLosses(ranks) : _trainer.SumOfLosses();
        }

        /// <summary>Runs forward as a prediction does, and the losses.</summary>
        /// <returns>The weighted sum of the losses.</returns>
        internal float Measure(Span<float> outputs)
        {
            _trainer.CheckOutputs(_pass.Batch, outputs, _pass.FinalStates);
            _trainer.RunLosses(_pass.Batch, _pass.InitialStates, _pass.FinalStates, isEvaluation: true);
            _trainer.CopyOutputs(_pass.Batch, outputs);
            return _trainer.SumOfLosses();
        }

        /// <summary>Ends the use of the trainer.</summary>
        public void Dispose() => _trainer.EndUse();

        internal void LearnAll(ReadOnlySpan<HeadTarget> targets)
        {
            BatchChecks.Targets(_trainer.Description, targets);
            for (int head = 0; head < targets.Length; head++)
            {
                if (targets[head].IsSequences)
                {
                    Learn(head, targets[head].Labels.Span, targets[head].LabelLengths.Span);
                }
                else if (targets[head].IsLabels)
                {
                    Learn(head, targets[head].Labels.Span);
                }
                else
                {
                    Learn(head, targets[head].Values.Span);
                }
            }
        }
    }

    /// <summary>
    /// The same pass of a rank that has no row of the batch: losses and gradients are those of the others.
    /// </summary>
    /// <returns>The weighted sum of the losses.</returns>
    internal float ComputeWithoutRows(RankPass ranks)
    {
        RunWithoutRows(ranks, isEvaluation: false);
        return SumOfLosses(ranks);
    }

    /// <summary>Takes part in the evaluation of a batch of which this rank has no row.</summary>
    internal void MeasureWithoutRows(RankPass ranks)
    {
        RunWithoutRows(ranks, isEvaluation: true);
        Array.Clear(_headLosses);
        TakeWeights(ranks);
    }

    /// <summary>The loss and the gradients that this rank alone has added to those of the last pass.</summary>
    internal float ComputeOwnPart()
    {
        RunBackwardAgain();
        return SumOfLosses();
    }

    /// <summary>Σ weight·loss over the heads, in their order, with the losses of all ranks.</summary>
    private float SumOfLosses(RankPass ranks)
    {
        TakeWeights(ranks);
        double sum = 0;
        for (int head = 0; head < Losses.Length; head++)
        {
            _headLosses[head] = ranks.Losses[head];
            sum += (double)Description.Heads[head].Weight * _headLosses[head];
        }

        return (float)sum;
    }

    private void TakeWeights(RankPass ranks)
    {
        for (int head = 0; head < Losses.Length; head++)
        {
            _lossWeights[head] = Description.Heads[head].Reduction == LossReduction.Sum ? 1 : ranks.Counts[head];
        }
    }

    /// <summary>Σ weight·loss over the heads, in their order.</summary>
    private float SumOfLosses()
    {
        double sum = 0;
        for (int head = 0; head < Losses.Length; head++)
        {
            float loss = Losses[head].Loss();
            _headLosses[head] = loss;
            _lossWeights[head] = Losses[head].Weight;
            sum += (double)Description.Heads[head].Weight * loss;
        }

        return (float)sum;
    }
}
