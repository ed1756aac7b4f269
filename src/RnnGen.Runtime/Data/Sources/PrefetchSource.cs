using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RnnGen.Data;

/// <summary>
/// Reads another source ahead on a thread of its own, so that reading and learning overlap. Batches, their order and
/// <see cref="Position"/> are those of the other source, which must not be used meanwhile.
/// </summary>
public sealed class PrefetchSource : ISequenceSource, IDisposable
{
    private readonly ISequenceSource _source;
    private readonly Slot[] _slots;
    private SemaphoreSlim _free = new(0), _full = new(0);
    private Thread? _thread;
    private volatile bool _stopping;
    private SourcePosition _position;
    private BatchShare _share;
    private long _read;
    private bool _ended;

    /// <summary>Wraps a source; reading ahead begins with the first <see cref="Read"/>.</summary>
    /// <param name="source">The source; disposed with this one if it can be.</param>
    /// <param name="depth">Batches read ahead, at least 1.</param>
    public PrefetchSource(ISequenceSource source, int depth = 2)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _source = source;
        _position = source.Position;
        _slots = [.. Enumerable.Range(0, depth).Select(_ => new Slot())];
    }

    /// <inheritdoc/>
    public SequenceShape Shape => _source.Shape;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => _source.Settings;

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => _position;
        set
        {
            if (value == _position)
            {
                return;
            }

            // When it is refused, the source may stand anywhere, since the thread has read on: the next start puts it back.
            Stop();
            _source.Position = value;
            _position = value;
            _ended = false;
        }
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch) => ReadShare(batch, default);

    /// <inheritdoc/>
    public bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_ended)
        {
            return false;
        }

        if (share != _share)
        {
            // What was read ahead are other rows; the next start puts the source back.
            Stop();
            _share = share;
        }

        Start();
        _full.Wait();
        Slot slot = _slots[(int)(_read % _slots.Length)];
        if (slot.Failure is ExceptionDispatchInfo failure)
        {
            // The failing batch can be tried again, as without prefetching: the next start puts the source where it was.
            Stop();
            failure.Throw();
        }

        if (!slot.HasBatch)
        {
            Stop();
            _ended = true;
            return false;
        }

        batch.Exchange(slot.Batch);
        _position = slot.After;
        _read++;
        _free.Release();
        return true;
    }

    /// <summary>Ends the thread and disposes the source.</summary>
    public void Dispose()
    {
        Stop();
        (_source as IDisposable)?.Dispose();
    }

    private void Start()
    {
        if (_thread is not null)
        {
            return;
        }

        // Elsewhere after a failure: one that the source may not have got over itself.
        _source.Position = _position;
        _read = 0;
        _stopping = false;
        foreach (Slot slot in _slots)
        {
            slot.Failure = null;
        }

        (_free, _full) = (new SemaphoreSlim(_slots.Length), new SemaphoreSlim(0));
        _thread = new Thread(Work) { IsBackground = true, Name = "RnnGen prefetch" };
        _thread.Start();
    }

    private void Stop()
    {
        if (_thread is null)
        {
            return;
        }

        _stopping = true;
        _free.Release();
        _thread.Join();
        _thread = null;
        _free.Dispose();
        _full.Dispose();
    }

    private void Work()
    {
        for (long written = 0; ; written++)
        {
            _free.Wait();
            if (_stopping)
            {
                return;
            }

            Slot slot = _slots[(int)(written % _slots.Length)];
            try
            {
                slot.HasBatch = _source.ReadShare(slot.Batch, _share);
                slot.After = _source.Position;
            }
            catch (Exception failure)
            {
                // Whatever is thrown belongs to the reader, on its thread.
                slot.Failure = ExceptionDispatchInfo.Capture(failure);
            }

            _full.Release();
            if (slot.Failure is not null || !slot.HasBatch)
            {
                return;
            }
        }
    }

    private sealed class Slot
    {
        public TrainingBatch Batch { get; } = new();

        public bool HasBatch { get; set; }

        public SourcePosition After { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }
    }
}
