using System;
using System.Collections.Generic;
using System.Diagnostics;
using RnnGen.Data;

namespace RnnGen.Bench.Clusters;

/// <summary>Epochs of some batches of another source, and the time from each to the next: a training step.</summary>
/// <param name="source">The other source; it begins anew when it ends.</param>
/// <param name="batches">Batches of an epoch.</param>
internal sealed class TimedSource(ISequenceSource source, int batches) : ISequenceSource
{
    /// <summary>Steps at the beginning of an epoch that do not count: the processors have done something else.</summary>
    private const int Unsettled = 1;

    private SourcePosition _position;

    /// <summary>Seconds of the steps that count.</summary>
    public List<double> Seconds { get; } = [];

    /// <summary>When the step began that is under way.</summary>
    public long Began { get; private set; }

    /// <inheritdoc/>
    public SequenceShape Shape => source.Shape;

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => _position;
        set => _position = value.Batch == 0 ? value : throw new NotSupportedException("Epochs are only read from their beginning.");
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch) => ReadShare(batch, default);

    /// <inheritdoc/>
    public bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        long now = Stopwatch.GetTimestamp();
        if (_position.Batch > Unsettled)
        {
            Seconds.Add(Stopwatch.GetElapsedTime(Began, now).TotalSeconds);
        }

        Began = now;
        if (_position.Batch == batches)
        {
            return false;
        }

        while (!source.ReadShare(batch, share))
        {
            source.Position = new SourcePosition(source.Position.Epoch + 1, 0);
        }

        _position = _position with { Batch = _position.Batch + 1 };
        return true;
    }
}
