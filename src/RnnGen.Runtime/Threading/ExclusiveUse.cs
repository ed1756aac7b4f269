using System;
using System.Threading;

namespace RnnGen.Threading;

/// <summary>
/// Notices that a second thread uses a trainer. It does not wait: two threads with one trainer are a mistake of the caller's.
/// </summary>
internal sealed class ExclusiveUse
{
    private int _isTaken;

    /// <summary>Begins a use, which lasts until <see cref="End"/>.</summary>
    /// <param name="model">Name of the trainer's model, for the message.</param>
    /// <exception cref="InvalidOperationException">Another use has not ended.</exception>
    public void Begin(string model)
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            throw new InvalidOperationException(
                $"A trainer of {model} is in use by another thread; a trainer is for one thread at a time. "
                + "Give each thread a trainer of its own.");
        }
    }

    /// <summary>Ends the use.</summary>
    public void End() => Volatile.Write(ref _isTaken, 0);
}
