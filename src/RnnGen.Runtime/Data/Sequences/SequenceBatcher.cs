using System;
using RnnGen.Numerics;

namespace RnnGen.Data;

/// <summary>
/// Draws shuffled batches as TensorFlow's <c>DataSet.next_batch</c>: the data are shuffled at the start of each epoch, and a batch
/// that reaches past the end of an epoch joins its rest with the head of the next one, so no batch is short. The order of an epoch
/// is a function of the seed and the epoch's number alone. Used by one thread at a time.
/// </summary>
public sealed class SequenceBatcher
{
    private readonly ulong _seed;
    private readonly int[] _order;

    /// <summary>Starts before the first example of the first epoch.</summary>
    /// <param name="data">Where the examples come from.</param>
    /// <param name="seed">Seed of the shuffles; epoch number e uses stream e.</param>
    public SequenceBatcher(LabeledSequences data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        (Data, _seed, _order) = (data, seed, new int[data.Count]);
        Shuffle();
    }

    /// <summary>Where the examples come from.</summary>
    public LabeledSequences Data { get; }

    /// <summary>Epochs that a batch has reached past the end of; landing on the end exactly does not count until the next batch.</summary>
    public int EpochsCompleted { get; private set; }

    /// <summary>Examples of the current epoch that have been drawn.</summary>
    public int IndexInEpoch { get; private set; }

    /// <summary>Draws as many examples as <paramref name="labels"/> has room for.</summary>
    /// <param name="images">Receives the inputs, [batch, steps * features].</param>
    /// <param name="labels">Receives the classes, [batch].</param>
    /// <param name="lengths">Receives the valid steps, [batch]; may be empty where all sequences are full.</param>
    /// <param name="sequenceInputs">
    /// Receives the inputs that all steps of a sequence see, [batch, sequence features]; empty where there are none.
    /// </param>
    /// <exception cref="ArgumentException">The spans do not fit together, or the batch is empty or larger than the data set.</exception>
    public void NextBatch(Span<float> images, Span<int> labels, Span<int> lengths = default, Span<float> sequenceInputs = default)
    {
        CheckBatch(labels.Length, nameof(labels));
        CheckImages(images.Length, labels.Length);
        CheckLengths(lengths.Length, labels.Length);
        CheckSequenceInputs(sequenceInputs.Length, labels.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            int example = NextExample(images, lengths, sequenceInputs, row);
            labels[row] = Data.Labels[example];
        }
    }

    /// <summary>Draws as many examples as <paramref name="oneHot"/> has rows.</summary>
    /// <param name="images">Receives the inputs, [batch, steps * features].</param>
    /// <param name="oneHot">Receives the classes as one-hot rows, [batch, classes].</param>
    /// <param name="lengths">Receives the valid steps, [batch]; may be empty where all sequences are full.</param>
    /// <param name="sequenceInputs">
    /// Receives the inputs that all steps of a sequence see, [batch, sequence features]; empty where there are none.
    /// </param>
    /// <exception cref="ArgumentException">The spans do not fit together, or the batch is empty or larger than the data set.</exception>
    public void NextBatch(Span<float> images, Span<float> oneHot, Span<int> lengths = default, Span<float> sequenceInputs = default)
    {
        (int batch, int rest) = Math.DivRem(oneHot.Length, Data.Classes);
        if (rest != 0)
        {
            throw new ArgumentException($"One-hot rows have {Data.Classes} values, but the span has {oneHot.Length}.", nameof(oneHot));
        }

        CheckBatch(batch, nameof(oneHot));
        CheckImages(images.Length, batch);
        CheckLengths(lengths.Length, batch);
        CheckSequenceInputs(sequenceInputs.Length, batch);
        for (int row = 0; row < batch; row++)
        {
            int example = NextExample(images, lengths, sequenceInputs, row);
            Data.OneHot(example, oneHot.Slice(row * Data.Classes, Data.Classes));
        }
    }

    private int NextExample(Span<float> images, Span<int> lengths, Span<float> sequenceInputs, int row)
    {
        // TensorFlow ends the epoch in the batch that needs more than is left, not in the one that takes the last example.
        if (IndexInEpoch == Data.Count)
        {
            EpochsCompleted++;
            IndexInEpoch = 0;
            Shuffle();
        }

        int example = _order[IndexInEpoch++];
        int own = Data.SequenceFeatures;
        Data.Image(example).CopyTo(images.Slice(row * Data.SequenceSize, Data.SequenceSize));
        Data.SequenceInputs.Slice(example * own, own).CopyTo(sequenceInputs[(row * own)..]);
        if (!lengths.IsEmpty)
        {
            lengths[row] = Data.Lengths.IsEmpty ? Data.Steps : Data.Lengths[example];
        }

        return example;
    }

    /// <summary>From the identity, not from the last epoch's order: any epoch can be had without its predecessors.</summary>
    private void Shuffle()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        new CounterRandom(_seed, (ulong)EpochsCompleted).Shuffle(_order.AsSpan());
    }

    private void CheckBatch(int batch, string parameter)
    {
        if (batch < 1 || batch > Data.Count)
        {
            throw new ArgumentException(
                $"A batch of {batch} cannot be drawn from a data set of {Data.Count}; it must be 1 to {Data.Count}.", parameter);
        }
    }

    private void CheckImages(int length, int batch)
    {
        long expected = (long)batch * Data.SequenceSize;
        if (length != expected)
        {
            throw new ArgumentException(
                $"A batch of {batch} sequences of {Data.Steps} x {Data.Features} has {expected} values, but the span has {length}.",
                "images");
        }
    }

    private void CheckSequenceInputs(int length, int batch)
    {
        long expected = (long)batch * Data.SequenceFeatures;
        if (length != expected)
        {
            throw new ArgumentException(
                $"A batch of {batch} sequences of {Data.SequenceFeatures} features of a whole sequence has {expected} of them, but the "
                + $"span has {length}.",
                "sequenceInputs");
        }
    }

    /// <summary>Without their lengths padded sequences would be trained on as if they were full.</summary>
    private void CheckLengths(int length, int batch)
    {
        if (length == 0 && !Data.Lengths.IsEmpty)
        {
            throw new ArgumentException("The sequences are of several lengths: a batch needs a span for them.", "lengths");
        }

        if (length != 0 && length != batch)
        {
            throw new ArgumentException($"A batch of {batch} sequences has {batch} lengths, but the span has {length}.", "lengths");
        }
    }
}
