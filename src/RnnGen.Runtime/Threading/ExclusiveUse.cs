using System;
using System.Threading;

namespace RnnGen.Threading;

/// <summary>Notices that a second thread uses a trainer. It does not wait: two threads with one trainer are a mistake of the caller's.</summary>
public sealed class ExclusiveUse
{
    private int _isTaken;

    /// <summary>Begins a use, which lasts until the scope is disposed.</summary>
    /// <param name="model">The trainer's model, for the message.</param>
    /// <exception cref="InvalidOperationException">Another use has not ended.</exception>
    public Scope Begin(ModelDescription model)
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) == 0)
        {
            return new Scope(this);
        }

        throw new InvalidOperationException(
            $"A trainer of {model.Name} is in use by another thread; a trainer is for one thread at a time. Give each thread a trainer of its own.");
    }

    /// <summary>A use; disposing it ends it.</summary>
    public readonly ref struct Scope : IDisposable
    {
        private readonly ExclusiveUse _owner;

        internal Scope(ExclusiveUse owner) => _owner = owner;

        /// <summary>Ends the use.</summary>
        public void Dispose() => Volatile.Write(ref _owner._isTaken, 0);
    }
}
