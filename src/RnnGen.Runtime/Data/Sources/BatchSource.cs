using System;
using System.Collections.Generic;
using RnnGen.Numerics;

namespace RnnGen.Data;

/// <summary>
/// Batches of a set of sequences: shuffled, padded, bucketed by length. The order of an epoch is a function of the seed and the epoch's
/// number, so any place of any epoch can be had without what came before.
/// </summary>
public sealed class BatchSource : ISequenceSource
{
    private readonly BatchOptions _options;
    private readonly int[] _order;
    private readonly int[] _batches;
    private readonly long[] _lengths;
    private SourcePosition _position;

    /// <summary>Starts before the first batch of epoch 0.</summary>
    /// <param name="set">The sequences, at least one.</param>
    /// <param name="options">How they become batches.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, no whole batch where short ones are left out, or one is longer than the steps of a batch.
    /// </exception>
    public BatchSource(ISequenceSet set, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (Set, _options) = (set, options);
        Shape = set.Shape with { Steps = options.Steps ?? set.Shape.Steps };
        Shape.Check();
        Batches = options.DropRemainder
            ? set.Count / options.BatchSize
            : (int)(((long)set.Count + options.BatchSize - 1) / options.BatchSize);
        if (Batches == 0)
        {
            string why = set is SlidingWindows { Gaps: { LeftOut: > 0 } gaps } ? $" There are {gaps}." : "";
            throw new ArgumentException($"{set.Count} sequences give no batch of {options.BatchSize}.{why}", nameof(set));
        }

        for (int index = 0; Shape.Steps is int steps && index < set.Count; index++)
        {
            if (set.Length(index) > steps)
            {
                throw new ArgumentException($"Sequence {index} has {set.Length(index)} steps; batches have {steps}.", nameof(options));
            }
        }

        _order = new int[set.Count];
        _batches = new int[Batches];
        _lengths = new long[options.BucketBatches > 0 ? set.Count : 0];
        Arrange(0);
    }

    /// <summary>The sequences.</summary>
    public ISequenceSet Set { get; }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <summary>Batches of an epoch.</summary>
    public int Batches { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            SourceSettings settings = new(Set.Settings)
            {
                { "sequences", Set.Count },
                { "batch size", _options.BatchSize },
                { "shuffled", _options.Shuffle },
                { "batches of a bucket", _options.BucketBatches },
                { "remainder dropped", _options.DropRemainder },
            };
            if (_options.Shuffle)
            {
                settings.Add("seed", _options.Seed);
            }

            return settings;
        }
    }

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => _position;
        set
        {
            if (value.Epoch < 0 || value.Batch < 0 || value.Batch > Batches)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), $"Batch {value.Batch} of epoch {value.Epoch} is not a place in a source of {Batches} batches an epoch.");
            }

            if (value.Epoch != _position.Epoch)
            {
                Arrange(value.Epoch);
            }

            _position = value;
        }
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch) => ReadShare(batch, default);

    /// <inheritdoc/>
    public bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_position.Batch == Batches)
        {
            return false;
        }

        int first = _batches[_position.Batch] * _options.BatchSize;
        ReadOnlySpan<int> rows = _order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first));
        int steps = Shape.Steps ?? 0;
        foreach (int index in rows)
        {
            steps = Math.Max(steps, Set.Length(index));
        }

        batch.ReserveShare(Shape, rows.Length, steps, share);
        for (int row = 0; row < batch.Rows; row++)
        {
            int index = rows[batch.FirstRow + row];
            Set.Write(index, batch.ClearedRow(row, Set.Length(index)));
        }

        _position = _position with { Batch = _position.Batch + 1 };
        return true;
    }

    /// <summary>From the identity, not from the last epoch's order: any epoch can be had without its predecessors.</summary>
    private void Arrange(long epoch)
    {
        Count(_order);
        Count(_batches);
        if (_options.Shuffle)
        {
            new CounterRandom(_options.Seed, ShuffleStreams.Sequences(epoch)).Shuffle(_order.AsSpan());
        }

        if (_options.BucketBatches == 0)
        {
            return;
        }

        int pool = (int)Math.Min(_order.Length, (long)_options.BucketBatches * _options.BatchSize);
        for (int first = 0; first < _order.Length; first += Math.Min(pool, _order.Length - first))
        {
            SortByLength(first, Math.Min(pool, _order.Length - first));
        }

        // The short batch is the last of the order and stays whole wherever it comes.
        if (_options.Shuffle)
        {
            new CounterRandom(_options.Seed, ShuffleStreams.Batches(epoch)).Shuffle(_batches.AsSpan());
        }
    }

    private void SortByLength(int first, int count)
    {
        Span<long> keys = _lengths.AsSpan(first, count);
        Span<int> order = _order.AsSpan(first, count);
        for (int i = 0; i < count; i++)
        {
            // Equal lengths stay in the order of the shuffle.
            keys[i] = ((long)Set.Length(order[i]) << 32) | (uint)i;
        }

        keys.Sort(order);
    }

    private static void Count(int[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = i;
        }
    }
}
