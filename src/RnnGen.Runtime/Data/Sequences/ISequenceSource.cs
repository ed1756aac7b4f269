using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace RnnGen.Data;

/// <summary>
/// Batches to learn from or to measure with, one after the other, epoch after epoch. What an epoch holds, and in which order, is a
/// function of the source and the epoch's number alone. Used by one thread at a time.
/// </summary>
public interface ISequenceSource
{
    /// <summary>What every batch looks like.</summary>
    SequenceShape Shape { get; }

    /// <summary>
    /// Where the source stands: what a checkpoint keeps. Setting it makes the next <see cref="Read"/> give what it gave there;
    /// (epoch, 0) starts an epoch.
    /// </summary>
    SourcePosition Position { get; set; }

    /// <summary>
    /// What shapes an epoch besides the data: names and values, such as <c>batch size</c> and <c>32</c>. A <see cref="Position"/> within an
    /// epoch is the same place only under equal settings, so that a checkpoint keeps them. A source around another one hands on the
    /// other's.
    /// </summary>
    IReadOnlyDictionary<string, string> Settings => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Fills a batch with the next rows of the epoch; allocates nothing once the batch has had its largest size.</summary>
    /// <param name="batch">Receives shape, rows, inputs, lengths and targets.</param>
    /// <returns><see langword="false"/> at the end of the epoch; the batch then holds nothing of use.</returns>
    /// <remarks>
    /// After an exception <see cref="Position"/> is that of the batch that failed, and the next call tries that batch again.
    /// </remarks>
    bool Read(TrainingBatch batch);

    /// <summary>
    /// The same for one of several ranks that learn from a batch together: fills a batch with its share of the next rows, and goes on past
    /// all of them. <see cref="Position"/> and <see cref="Settings"/> are those of the whole batches. Unless a source can do better, all
    /// rows are read, and the others dropped.
    /// </summary>
    /// <param name="batch">
    /// Receives the rows of the share, none where it has none, <see cref="TrainingBatch.FirstRow"/> and
    /// <see cref="TrainingBatch.WholeRows"/>.
    /// </param>
    /// <param name="share">Which rows.</param>
    /// <returns><see langword="false"/> at the end of the epoch; the batch then holds nothing of use.</returns>
    bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        if (!Read(batch))
        {
            return false;
        }

        batch.Keep(share);
        return true;
    }
}

/// <summary>A place in a source.</summary>
/// <param name="Epoch">Number of the epoch, from 0 on.</param>
/// <param name="Batch">Batches of the epoch that have been read.</param>
public readonly record struct SourcePosition(long Epoch, long Batch);
