using System.Threading;

namespace RnnGen.Threading;

/// <summary>
/// Where one thread sleeps until another opens. Interruptions end no wait. Not a <see cref="SemaphoreSlim"/>: that counts the waiters
/// which it has woken, and counts one for ever that an interruption reaches between the wake-up and its return, so that later ones are
/// not woken.
/// </summary>
internal sealed class Gate
{
    private readonly object _lock = new();
    private bool _isOpen;

    /// <summary>Waits until the gate is opened, and closes it.</summary>
    /// <returns>Whether the thread was interrupted meanwhile.</returns>
    public bool Wait()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                lock (_lock)
                {
                    while (!_isOpen)
                    {
                        Monitor.Wait(_lock);
                    }

                    _isOpen = false;
                    return isInterrupted;
                }
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }

    /// <summary>Lets the waiting thread, or the next one that waits, go on.</summary>
    /// <returns>Whether the calling thread was interrupted: the lock is a place to wait too.</returns>
    public bool Open()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                lock (_lock)
                {
                    _isOpen = true;
                    Monitor.Pulse(_lock);
                    return isInterrupted;
                }
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }
}
