using System.Collections.Concurrent;
using System.Threading;

namespace RnnGen;

/// <summary>Keeps scratch objects between calls: one at hand without a lock, more in a bag when several threads call at once.</summary>
public sealed class ScratchPool<T>
    where T : class, new()
{
    private readonly ConcurrentBag<T> _more = [];
    private T? _one;

    /// <summary>Takes an object that nobody else has.</summary>
    public T Rent() => Interlocked.Exchange(ref _one, null) ?? (_more.TryTake(out T? item) ? item : new T());

    /// <summary>Gives it back.</summary>
    public void Return(T item)
    {
        if (Interlocked.CompareExchange(ref _one, item, null) is not null)
        {
            _more.Add(item);
        }
    }
}
