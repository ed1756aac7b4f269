using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Numerics;

namespace RnnGen.Data;

/// <summary>
/// Batches of sequences that come one after the other, such as those of a file larger than memory: at most the shuffle buffer and a batch
/// are held. Every epoch opens the stream anew; a place in it is found again by reading up to it, also after an exception: an enumerator
/// that has thrown is at its end, and what it had not given would be missing.
/// </summary>
public sealed class StreamSource : ISequenceSource, IDisposable
{
    private readonly Func<IEnumerable<SequenceExample>> _open;
    private readonly StreamOptions _options;
    private readonly TrainingBatch[] _pool;
    private readonly TrainingBatch[] _picked;
    private IEnumerator<SequenceExample>? _reader;
    private SourcePosition _position;
    private long _fetched, _drawn;
    private int _held;

    /// <summary>Starts before the first batch of epoch 0; nothing is read yet.</summary>
    /// <param name="shape">What the sequences look like; with <see cref="SequenceShape.Steps"/> batches are padded to that many.</param>
    /// <param name="open">Begins the stream; called for every epoch, and must give the same sequences each time.</param>
    /// <param name="options">How they become batches.</param>
    /// <exception cref="ArgumentException">A number of the shape or of the options is out of its range.</exception>
    public StreamSource(SequenceShape shape, Func<IEnumerable<SequenceExample>> open, StreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(options);
        shape.Check();
        options.Check();
        (Shape, _open, _options) = (shape, open, options);
        _pool = [.. Enumerable.Range(0, Math.Max(1, options.ShuffleBuffer)).Select(_ => new TrainingBatch())];
        _picked = [.. Enumerable.Range(0, options.BatchSize).Select(_ => new TrainingBatch())];
    }

    /// <summary>
    /// Batches of an asynchronous stream. <see cref="Read"/> waits for it: best on the thread of a <see cref="PrefetchSource"/>.
    /// </summary>
    /// <param name="shape">What the sequences look like.</param>
    /// <param name="open">Begins the stream; called for every epoch.</param>
    /// <param name="options">How they become batches.</param>
    /// <param name="cancellation">Ends waiting with an <see cref="OperationCanceledException"/>.</param>
    public StreamSource(
        SequenceShape shape, Func<IAsyncEnumerable<SequenceExample>> open, StreamOptions options, CancellationToken cancellation = default)
        : this(shape, () => open().ToBlockingEnumerable(cancellation), options) => ArgumentNullException.ThrowIfNull(open);

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            SourceSettings settings = new()
            {
                { "batch size", _options.BatchSize },
                { "shuffle buffer", _options.ShuffleBuffer },
                { "remainder dropped", _options.DropRemainder },
            };
            if (_options.ShuffleBuffer > 0)
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
            if (value.Epoch < 0 || value.Batch < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), $"Batch {value.Batch} of epoch {value.Epoch} is not a place in a stream.");
            }

            SourcePosition before = _position;
            try
            {
                MoveTo(value);
            }
            catch
            {
                Close();
                _position = before;
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch) => ReadShare(batch, default);

    /// <inheritdoc/>
    public bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            if (!TryFill(batch, share))
            {
                return false;
            }
        }
        catch
        {
            Close();
            throw;
        }

        _position = _position with { Batch = _position.Batch + 1 };
        return true;
    }

    /// <summary>Closes the stream; reading begins it anew.</summary>
    public void Dispose() => Close();

    private void MoveTo(SourcePosition value)
    {
        if (value.Epoch != _position.Epoch || value.Batch < _position.Batch)
        {
            Close();
            _position = new SourcePosition(value.Epoch, 0);
        }

        while (_position.Batch < value.Batch)
        {
            if (Pick() == 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    $"The stream has {_position.Batch} batches an epoch; batch {value.Batch} of epoch {value.Epoch} is not a place in it.");
            }

            _position = _position with { Batch = _position.Batch + 1 };
        }
    }

    private bool TryFill(TrainingBatch batch, BatchShare share)
    {
        int rows = Pick();
        if (rows == 0)
        {
            return false;
        }

        int steps = Shape.Steps ?? 0;
        foreach (TrainingBatch example in _picked.AsSpan(0, rows))
        {
            steps = Math.Max(steps, example.Steps);
        }

        batch.ReserveShare(Shape, rows, steps, share);
        for (int row = 0; row < batch.Rows; row++)
        {
            TrainingBatch example = _picked[batch.FirstRow + row];
            BatchRow target = batch.ClearedRow(row, example.Steps);
            example.Inputs.CopyTo(target.Inputs);
            example.Tokens.CopyTo(target.Tokens);
            example.SequenceInputs.CopyTo(target.SequenceInputs);
            for (int head = 0; head < target.Heads.Length; head++)
            {
                if (example.ShapeOf(head).IsSequences)
                {
                    target.SetLabels(example.LabelsOf(head), head);
                    continue;
                }

                example.LabelsOf(head).CopyTo(target.LabelsOf(head));
                example.TargetsOf(head).CopyTo(target.TargetsOf(head));
            }
        }

        return true;
    }

    /// <summary>Takes the examples of the next batch.</summary>
    /// <returns>How many; 0 at the end of the epoch.</returns>
    private int Pick()
    {
        if (_reader is null)
        {
            // A stream that was closed in the middle of an epoch goes on where it was.
            long batches = _position.Batch;
            _reader = _open().GetEnumerator();
            (_fetched, _drawn, _held) = (0, 0, 0);
            while (_held < _pool.Length && Fetch(_pool[_held]))
            {
                _held++;
            }

            for (long passed = 0; passed < batches; passed++)
            {
                if (PickRows() == 0)
                {
                    throw new InvalidOperationException(
                        $"The stream was opened again to go on with batch {batches} of epoch {_position.Epoch}, but ended after {passed}; "
                        + "it must give the same sequences each time.");
                }
            }
        }

        int rows = PickRows();
        return rows < _options.BatchSize && _options.DropRemainder ? 0 : rows;
    }

    private int PickRows()
    {
        CounterRandom random = new(_options.Seed, ShuffleStreams.Sequences(_position.Epoch));
        int rows = 0;
        for (; rows < _picked.Length && _held > 0; rows++)
        {
            int drawn = _options.ShuffleBuffer > 0 ? random.Below(_held, (ulong)_drawn) : 0;
            _drawn++;
            (_picked[rows], _pool[drawn]) = (_pool[drawn], _picked[rows]);
            if (!Fetch(_pool[drawn]))
            {
                _held--;
                (_pool[drawn], _pool[_held]) = (_pool[_held], _pool[drawn]);
            }
        }

        return rows;
    }

    private bool Fetch(TrainingBatch slot)
    {
        if (!_reader!.MoveNext())
        {
            return false;
        }

        _reader.Current.CopyTo(Shape, _fetched++, slot);
        return true;
    }

    private void Close()
    {
        // Forgotten before it is disposed, which may fail as well.
        IEnumerator<SequenceExample>? reader = _reader;
        _reader = null;
        reader?.Dispose();
    }
}
