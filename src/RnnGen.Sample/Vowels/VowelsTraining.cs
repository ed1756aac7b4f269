using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Measurement;
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
    /// <summary>One in so many utterances of each speaker is held out.</summary>
    private const int HeldOut = 5;

    /// <summary>Epochs without a better loss of what is held out after which training ends.</summary>
    private const int Patience = 30;

    /// <summary>Epochs from one printed line to the next.</summary>
    private const int DisplayEpochs = 10;

    /// <summary>Streams of the seed: batches take one an epoch, from 0 on, of the inverted seed.</summary>
    private const ulong SplitStream = 1UL << 40, NoiseStream = 1UL << 41;

    private readonly float[] _images = new float[options.BatchSize * VowelSets.LongestUtterance * VowelSets.Coefficients];
    private readonly int[] _labels = new int[options.BatchSize];
    private readonly int[] _lengths = new int[options.BatchSize];

    /// <summary>Trains and tests.</summary>
    /// <param name="sets">What to train on and test with.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public VowelsResult Run(VowelSets sets, CancellationToken cancellation)
    {
        (LabeledSequences fitting, LabeledSequences heldOut) = Split(sets.Train);
        (int epochs, double heldOutLoss) = ChooseEpochs(fitting, heldOut, cancellation);
        view.Line(FormattableString.Invariant(
            $"Best after {epochs} epochs (held out: loss {heldOutLoss:F4}); once more on all {sets.Train.Count} utterances"));

        Standardization standardization = Standardization.Of(sets.Train);
        SpeakerNetwork model = Create();
        float loss = Fit(model, standardization.Apply(sets.Train), epochs, (_, _) => true, cancellation);
        (double testLoss, float accuracy) = Evaluate(model, standardization.Apply(sets.Test));
        return new VowelsResult(epochs, loss, testLoss, accuracy);
    }

    private (int Epochs, double Loss) ChooseEpochs(LabeledSequences fitting, LabeledSequences heldOut, CancellationToken cancellation)
    {
        Standardization standardization = Standardization.Of(fitting);
        LabeledSequences validation = standardization.Apply(heldOut);
        SpeakerNetwork model = Create();
        int best = 0;
        double bestLoss = double.PositiveInfinity;
        Fit(model, standardization.Apply(fitting), options.Epochs, Check, cancellation);
        return (best, bestLoss);

        bool Check(int epoch, float trainingLoss)
        {
            (double loss, float accuracy) = Evaluate(model, validation);
            if (best == 0 || loss < bestLoss)
            {
                (best, bestLoss) = (epoch, loss);
            }

            if (epoch % DisplayEpochs == 0)
            {
                view.Line(FormattableString.Invariant(
                    $"Epoch {epoch}, loss {trainingLoss:F4}, held out: loss {loss:F4}, accuracy {accuracy:F4}"));
            }

            return epoch - best < Patience;
        }
    }

    /// <summary>Trains until the epochs are over or <paramref name="goOn"/>, asked after each with its mean loss, says no.</summary>
    private float Fit(
        SpeakerNetwork model, LabeledSequences data, int epochs, Func<int, float, bool> goOn, CancellationToken cancellation)
    {
        SpeakerNetwork.Trainer trainer = model.CreateTrainer(options.Threads);
        SequenceBatcher batcher = new(data, ~options.Seed);
        CounterRandom noise = new(options.Seed, NoiseStream);
        Adam adam = new(options.LearningRate);
        int batches = Math.Max(1, data.Count / options.BatchSize);
        ulong drawn = 0;
        float mean = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            double sum = 0;
            for (int batch = 0; batch < batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                batcher.NextBatch(_images, _labels, _lengths);
                foreach (ref float value in _images.AsSpan())
                {
                    value += (float)(options.Noise * noise.Normal(drawn++));
                }

                SequenceBatch inputs = new(_images, options.BatchSize, data.Steps) { Lengths = _lengths };
                sum += trainer.Train(inputs, _labels, adam);
            }

            mean = (float)(sum / batches);
            if (!goOn(epoch, mean))
            {
                break;
            }
        }

        return mean;
    }

    private SpeakerNetwork Create()
    {
        SpeakerNetwork model = new(options.Seed);
        model.Threads = options.Threads > 0 ? options.Threads : model.Threads;
        return model;
    }

    private static (double Loss, float Accuracy) Evaluate(SpeakerNetwork model, LabeledSequences data)
    {
        float[] logits = new float[data.Count * data.Classes];
        model.Predict(data.Batch(0, data.Count), logits);
        return (CrossEntropy.Mean(logits, data.Labels, data.Classes), Accuracy.Of(logits, data.Labels, data.Classes));
    }

    /// <summary>Holds out as many utterances of each speaker, chosen by the seed.</summary>
    private (LabeledSequences Fitting, LabeledSequences HeldOut) Split(LabeledSequences data)
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new CounterRandom(options.Seed, SplitStream).Shuffle(order.AsSpan());
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
