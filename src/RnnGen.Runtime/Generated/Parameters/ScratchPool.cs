using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Threading;

namespace RnnGen.Generated;

/// <summary>Keeps scratch objects between calls: one ready without a lock, more in a bag when several threads call at once.</summary>
/// <param name="create">Makes one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScratchPool<T>(Func<T> create)
    where T : class
{
    private readonly ConcurrentBag<T> _more = [];
    private T? _one;

    /// <summary>Takes an object that nobody else has.</summary>
    public T Rent() => Interlocked.Exchange(ref _one, null) ?? (_more.TryTake(out T? item) ? item : create());

    /// <summary>Gives it back.</summary>
    public void Return(T item)
    {
        if (Interlocked.CompareExchange(ref _one, item, null) is not null)
        {
            _more.Add(item);
        }
    }
}
