using System;
using System.Collections.Generic;
using RnnGen.Data;
using RnnGen.Training.Distributed;

namespace RnnGen.Training.Tests.Distributed;

/// <content>Sources, communicators, metrics and trainers that fail on purpose.</content>
public sealed partial class RankFailureTests
{
    /// <summary>Does something to one batch of epoch 0.</summary>
    private sealed class Changed(ISequenceSource source, Action<TrainingBatch> change, long at, bool isOnly = true) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public IReadOnlyDictionary<string, string> Settings => source.Settings;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public bool Read(TrainingBatch batch)
        {
            bool isHere = isOnly && Position == new SourcePosition(0, at), read = source.Read(batch);
            if (isHere)
            {
                change(batch);
            }

            return read;
        }
    }

    /// <summary>A rank whose memory is at its end when it begins its third sum.</summary>
    private sealed class Breaking(Communicator ranks) : Communicator
    {
        private int _sums;

        public override int Rank => ranks.Rank;

        public override int Size => ranks.Size;

        public override int RanksOnThisMachine => ranks.RanksOnThisMachine;

        public override void Broadcast(Span<byte> values) => ranks.Broadcast(values);

        public override void Gather(ReadOnlySpan<byte> own, Span<byte> all) => ranks.Gather(own, all);

        public override void Sum(Span<double> values) => ranks.Sum(values);

        public override void BeginSum(Span<float> values)
        {
            if (++_sums == 3)
            {
                throw new InsufficientMemoryException("no memory");
            }

            ranks.BeginSum(values);
        }

        public override void Progress() => ranks.Progress();

        public override void EndSums() => ranks.EndSums();

        public override void Barrier() => ranks.Barrier();

        public override void Abort(string message) => ranks.Abort(message);

        public override void Dispose() => ranks.Dispose();
    }

    private sealed class Reports : IProgress<FitProgress>
    {
        public int Count { get; private set; }

        public void Report(FitProgress value) => Count++;
    }

    private sealed class Failing(bool fails) : MeanMetric("failing", higherIsBetter: true)
    {
        public override void Add(ReadOnlySpan<float> outputs, int label) => AddTerm(Fail(fails) ? 1 : 0);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => AddTerm(0);
    }

    /// <summary>A trainer around another one.</summary>
    private sealed class Foreign(ISupervisedTrainer trainer) : ISupervisedTrainer
    {
        public ITrainableModel Model => trainer.Model;

        public ReadOnlySpan<float> Gradients => trainer.Gradients;

        public long ActivationBytes => trainer.ActivationBytes;

        public ulong DropoutSeed { get; set; }

        public long DropoutPass { get; set; }

        public ReadOnlySpan<float> HeadLosses => trainer.HeadLosses;

        public ReadOnlySpan<float> LossWeights => trainer.LossWeights;

        public void Forward(
            scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
            trainer.Forward(batch, outputs, initialStates, finalStates);

        public void Backward(
            ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients,
            Span<float> initialStateGradients) =>
            trainer.Backward(outputGradients, finalStateGradients, inputGradients, initialStateGradients);

        public ModelTrace Trace() => trainer.Trace();

        public float ComputeGradients(
            scoped in SequenceBatch batch, ReadOnlySpan<HeadTarget> targets, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
            trainer.ComputeGradients(batch, targets, initialStates, finalStates);

        public float ComputeLoss(
            scoped in SequenceBatch batch, ReadOnlySpan<HeadTarget> targets, Span<float> outputs, ReadOnlySpan<float> initialStates,
            Span<float> finalStates) =>
            trainer.ComputeLoss(batch, targets, outputs, initialStates, finalStates);
    }
}
