using System;
using RnnGen.Data;

namespace RnnGen.Bench.Networks;

/// <summary>Epochs of any number of batches: those of another source, which begins anew when it ends.</summary>
/// <param name="source">The other source.</param>
internal sealed class EndlessSource(ISequenceSource source) : ISequenceSource
{
    private SourcePosition _position;

    /// <summary>Batches of the next epoch.</summary>
    public int Batches { get; set; } = 1;

    /// <inheritdoc/>
    public SequenceShape Shape => source.Shape;

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => _position;
        set => _position = value.Batch == 0 ? value : throw new NotSupportedException("Epochs are only read from their beginning.");
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch)
    {
        if (_position.Batch == Batches)
        {
            return false;
        }

        if (!source.Read(batch))
        {
            source.Position = new SourcePosition(source.Position.Epoch + 1, 0);
            source.Read(batch);
        }

        batch.Continues &= _position.Batch > 0;
        _position = _position with { Batch = _position.Batch + 1 };
        return true;
    }
}
