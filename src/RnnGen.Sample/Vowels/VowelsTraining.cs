using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Vowels;

/// <summary>
/// Trains on few utterances without learning them by heart: with noise on the inputs (Bishop: Training with Noise is Equivalent to
/// Tikhonov Regularization, Neural Computation 7, 1995), and for as many epochs as are best for utterances that are held out; then
/// once more for as many epochs on all (Goodfellow, Bengio, Courville: Deep Learning, 2016, algorithm 7.2).
/// </summary>
/// <param name="options">How to train.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class VowelsTraining(VowelsOptions options, IProgramView view)
{
    /// <summary>One utterance of each speaker in this many is held out.</summary>
    private const int HeldOut = 5;

    /// <summary>Training ends after this many epochs without a better loss on what is held out.</summary>
    private const int Patience = 30;

    /// <summary>Epochs from one printed line to the next.</summary>
    private const int DisplayEpochs = 10;

    /// <summary>Stream of the seed that chooses what is held out.</summary>
    private const ulong SplitStream = 1UL << 40;

    private readonly CrossEntropyMetric _loss = new();
    private readonly AccuracyMetric _accuracy = new();

    private Metric[] Metrics => [_loss, _accuracy];

    /// <summary>Trains and tests.</summary>
    /// <param name="sets">What to train on and test with.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public VowelsResult Run(VowelSets sets, CancellationToken cancellation)
    {
        TrainingHistory chosen = ChooseEpochs(sets.Train, cancellation);

        // Where no loss was a number the first epoch is as good as any.
        int epochs = (int)Math.Max(0, chosen.BestEpoch) + 1;
        view.Line(FormattableString.Invariant(
            $"Best after {epochs} epochs (held out: loss {chosen.BestValue:F4}); once more on all {sets.Train.Count} utterances"));

        Standardization standardization = Standardization.Learn(sets.Train);
        SpeakerNetwork model = Create();
        TrainingHistory history = Fit(
            "Training on all", model, standardization.Apply(sets.Train), null, epochs, static _ => { }, cancellation);
        new ModelEvaluator(model, Metrics).Evaluate(InOrder(standardization.Apply(sets.Test)));
        return new VowelsResult(epochs, history.Epochs[^1].Loss, _loss.Value, _accuracy.Value);
    }

    private TrainingHistory ChooseEpochs(LabeledSequences data, CancellationToken cancellation)
    {
        (LabeledSequences fitting, LabeledSequences heldOut) = Split(data);
        Standardization standardization = Standardization.Learn(fitting);
        return Fit(
            "Training", Create(), standardization.Apply(fitting), InOrder(standardization.Apply(heldOut)), options.Training.Epochs,
            epoch =>
            {
                if ((epoch.Epoch + 1) % DisplayEpochs == 0)
                {
                    view.Line(FormattableString.Invariant(
                        $"Epoch {epoch.Epoch + 1}, loss {epoch.Loss:F4}, held out: loss {_loss.Value:F4}, accuracy {_accuracy.Value:F4}"));
                }
            },
            cancellation);
    }

    private TrainingHistory Fit(
        string title, SpeakerNetwork model, ISequenceSet data, ISequenceSource? heldOut, int epochs, Action<EpochRecord> onEpoch,
        CancellationToken cancellation)
    {
        BatchSource batches = new(data, new BatchOptions { BatchSize = options.BatchSize, Seed = options.Training.Seed });
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.Training.LearningRate),
            Epochs = epochs,
            Metrics = Metrics,
            EarlyStopping = heldOut is null ? null : new EarlyStopping { Patience = Patience, RestoreBest = false },
        };
        NoisySource noisy = new(batches, options.Noise, options.Training.Seed);
        return view.Fit(
            title, model.CreateTrainer(options.Training.Threads), noisy, batches.Batches, heldOut, fit, onEpoch, cancellation);
    }

    private SpeakerNetwork Create()
    {
        SpeakerNetwork model = new(options.Training.Seed);
        model.Threads = options.Training.Threads > 0 ? options.Training.Threads : model.Threads;
        return model;
    }

    /// <summary>What a model is measured with: all of it at once.</summary>
    private static BatchSource InOrder(ISequenceSet data) => new(data, new BatchOptions { BatchSize = data.Count, Shuffle = false });

    /// <summary>Holds out as many utterances of each speaker, chosen by the seed.</summary>
    private (LabeledSequences Fitting, LabeledSequences HeldOut) Split(LabeledSequences data)
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new CounterRandom(options.Training.Seed, SplitStream).Shuffle(order.AsSpan());
        ILookup<int, int> bySpeaker = order.ToLookup(index => data.Labels[index]);
        List<int> fitting = [], heldOut = [];
        foreach (IGrouping<int, int> speaker in bySpeaker)
        {
            int count = speaker.Count() / HeldOut;
            heldOut.AddRange(speaker.Take(count));
            fitting.AddRange(speaker.Skip(count));
        }

        return (Pick(data, fitting), Pick(data, heldOut));
    }

    private static LabeledSequences Pick(LabeledSequences data, List<int> indices)
    {
        float[] values = new float[indices.Count * data.SequenceSize];
        for (int i = 0; i < indices.Count; i++)
        {
            data.Image(indices[i]).CopyTo(values.AsSpan(i * data.SequenceSize));
        }

        return new LabeledSequences(
            values, indices.Select(index => data.Labels[index]).ToArray(), data.Steps, data.Features, data.Classes,
            indices.Select(index => data.Lengths[index]).ToArray());
    }
}
