using System;
using System.Threading;

namespace RnnGen.Threading;

/// <summary>One background thread with a mailbox of one item.</summary>
internal sealed class Worker
{
    private const int SpinsBeforeSleep = 2000;

    // Where a part is. The caller moves it from idle to offered, and back if it wants it no more; the thread to taken and done.
    private const int Idle = 0, Offered = 1, Taken = 2, Done = 3;

    private readonly Gate _wake = new(), _finished = new();
    private IPartitionedWork? _work;
    private Exception? _failure;
    private int _phase, _part, _parts;

    private int _state;
    private int _workerSleeps;
    private int _callerSleeps;

    public Worker(int index)
    {
        Thread thread = new(Loop) { IsBackground = true, Name = $"RnnGen worker {index}" };
        thread.Start();
    }

    /// <summary>Hands a part over.</summary>
    /// <returns>Whether the calling thread was interrupted.</returns>
    public bool Start(IPartitionedWork work, int phase, int part, int parts)
    {
        (_work, _phase, _part, _parts, _failure) = (work, phase, part, parts, null);
        Interlocked.Exchange(ref _state, Offered);
        WorkerTeam.BeforeWaking?.Invoke();
        return Interlocked.Exchange(ref _workerSleeps, 0) == 1 && _wake.Open();
    }

    /// <summary>Takes the part back, which the thread then never runs.</summary>
    /// <returns>Whether the thread had not begun it; otherwise it has to be waited for.</returns>
    public bool Withdraw()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Offered) != Offered)
        {
            return false;
        }

        _work = null;
        return true;
    }

    /// <summary>Returns when the part is done.</summary>
    /// <param name="failure">What the part threw.</param>
    /// <returns>Whether the calling thread was interrupted.</returns>
    public bool Wait(out Exception? failure)
    {
        bool isInterrupted = Await(ref _state, Done, ref _callerSleeps, _finished);
        _work = null;
        failure = _failure;
        return isInterrupted;
    }

    private void Loop()
    {
        while (true)
        {
            // A part may have handed this thread out: an interruption belongs to no part and must not end the process.
            _ = Await(ref _state, Offered, ref _workerSleeps, _wake);
            if (Interlocked.CompareExchange(ref _state, Taken, Offered) != Offered)
            {
                continue;
            }

            try
            {
                _work!.Run(_phase, _part, _parts);
            }
            catch (Exception exception)
            {
                _failure = exception;
            }

            Interlocked.Exchange(ref _state, Done);
            WorkerTeam.BeforeWaking?.Invoke();
            if (Interlocked.Exchange(ref _callerSleeps, 0) == 1)
            {
                _ = _finished.Open();
            }
        }
    }

    /// <summary>Waits until a location holds a value, spinning first, then asleep.</summary>
    /// <returns>Whether the thread was interrupted meanwhile, which does not end the wait.</returns>
    private static bool Await(ref int location, int value, ref int sleeps, Gate gate)
    {
        bool isInterrupted = false;

        // Asked again after each wake-up: the other side may have lost its processor before it woke us, and woken a later wait.
        while (!SpinFor(ref location, value))
        {
            Interlocked.Exchange(ref sleeps, 1);
            if (Volatile.Read(ref location) != value || Interlocked.Exchange(ref sleeps, 0) == 0)
            {
                isInterrupted |= gate.Wait();
            }
        }

        return isInterrupted;
    }

    private static bool SpinFor(ref int location, int value)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref location) == value)
            {
                return true;
            }

            Thread.SpinWait(8);
        }

        return false;
    }
}
