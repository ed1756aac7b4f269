using System;
using System.Diagnostics;
using RnnGen.Data;

namespace RnnGen.Sample.Mnist;

/// <summary>One epoch of the batches that the post's program learns from.</summary>
/// <param name="batcher">Makes them.</param>
/// <param name="batches">Number of batches.</param>
/// <param name="images">Receives the images of the last batch, of all its rows.</param>
/// <param name="labels">Receives their labels.</param>
internal sealed class DigitSource(SequenceBatcher batcher, int batches, float[] images, int[] labels) : ISequenceSource
{
    private int _read;

    /// <summary>When the last batch was there.</summary>
    public long WasRead { get; private set; }

    /// <inheritdoc/>
    public SequenceShape Shape => batcher.Data.Shape;

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => new(0, _read);
        set => _read = value.Batch == 0 ? 0 : throw new NotSupportedException("Epochs are only read from their beginning.");
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch)
    {
        if (_read == batches)
        {
            return false;
        }

        batcher.NextBatch(images, labels);
        batch.Resize(Shape, labels.Length, batcher.Data.Steps);
        images.CopyTo(batch.Inputs);
        labels.CopyTo(batch.Labels);
        _read++;
        WasRead = Stopwatch.GetTimestamp();
        return true;
    }
}
