using System;
using System.Threading;

namespace RnnGen.Threading;

/// <summary>Work that is split into parts: every part writes only what is its own, so results do not depend on their number.</summary>
public interface IPartitionedWork
{
    /// <summary>Does one part.</summary>
    /// <param name="phase">What to do: the caller's own code.</param>
    /// <param name="part">Index of the part, 0 to <paramref name="parts"/> - 1.</param>
    /// <param name="parts">Number of parts.</param>
    void Run(int phase, int part, int parts);
}

/// <summary>
/// The threads that share the work of one call. They wait spinning for some microseconds, then sleep; a call that finds them busy
/// runs on its own thread.
/// </summary>
public static class WorkerTeam
{
    /// <summary>Environment variable that sets <see cref="DefaultThreads"/>.</summary>
    public const string EnvironmentVariable = "RNNGEN_THREADS";

    private static Worker[] _workers = [];

    /// <summary>For tests: runs between publishing and waking, where a thread may lose its processor.</summary>
    internal static Action? BeforeWaking;

    // Not a lock: a call from within a part must find the team busy too.
    private static int _busy;

    /// <summary>Threads that a call uses unless told otherwise: <c>RNNGEN_THREADS</c>, else one for each core.</summary>
    public static int DefaultThreads { get; } = Initial();

    /// <summary>Runs all parts and returns when they are done: part 0 on the calling thread.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="phase">Passed through.</param>
    /// <param name="parts">Number of parts, at least 1.</param>
    /// <exception cref="AggregateException">A part threw on another thread.</exception>
    public static void Run(IPartitionedWork work, int phase, int parts)
    {
        if (parts <= 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++)
            {
                work.Run(phase, part, parts);
            }

            return;
        }

        try
        {
            Worker[] workers = Workers(parts - 1);
            for (int part = 1; part < parts; part++)
            {
                workers[part - 1].Start(work, phase, part, parts);
            }

            Exception? failure = null;
            try
            {
                work.Run(phase, 0, parts);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            for (int part = 1; part < parts; part++)
            {
                failure = workers[part - 1].Wait() ?? failure;
            }

            if (failure is not null)
            {
                throw new AggregateException(failure);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private static Worker[] Workers(int count)
    {
        if (_workers.Length < count)
        {
            int existing = _workers.Length;
            Array.Resize(ref _workers, count);
            for (int i = existing; i < count; i++)
            {
                _workers[i] = new Worker(i + 1);
            }
        }

        return _workers;
    }

    private static int Initial()
    {
        string? text = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (string.IsNullOrEmpty(text))
        {
            return Environment.ProcessorCount;
        }

        return int.TryParse(text, out int threads) && threads >= 1
            ? threads
            : throw new InvalidOperationException($"{EnvironmentVariable} is '{text}'; it must be a whole number of at least 1.");
    }

    /// <summary>One background thread with a mailbox of one item.</summary>
    private sealed class Worker
    {
        private const int SpinsBeforeSleep = 2000;

        private readonly SemaphoreSlim _wake = new(0);
        private readonly SemaphoreSlim _finished = new(0);
        private IPartitionedWork? _work;
        private Exception? _failure;
        private int _phase, _part, _parts;

        private int _ticket;
        private int _done;
        private int _workerSleeps;
        private int _callerSleeps;

        public Worker(int index)
        {
            Thread thread = new(Loop) { IsBackground = true, Name = $"RnnGen worker {index}" };
            thread.Start();
        }

        public void Start(IPartitionedWork work, int phase, int part, int parts)
        {
            (_work, _phase, _part, _parts, _failure) = (work, phase, part, parts, null);
            Interlocked.Increment(ref _ticket);
            BeforeWaking?.Invoke();
            if (Interlocked.Exchange(ref _workerSleeps, 0) == 1)
            {
                _wake.Release();
            }
        }

        public Exception? Wait()
        {
            int ticket = Volatile.Read(ref _ticket);
            Await(ref _done, ticket, ref _callerSleeps, _finished);

            _work = null;
            return _failure;
        }

        private void Loop()
        {
            int served = 0;
            while (true)
            {
                int next = served + 1;
                Await(ref _ticket, next, ref _workerSleeps, _wake);
                try
                {
                    _work!.Run(_phase, _part, _parts);
                }
                catch (Exception exception)
                {
                    _failure = exception;
                }

                served = next;
                Interlocked.Exchange(ref _done, next);
                BeforeWaking?.Invoke();
                if (Interlocked.Exchange(ref _callerSleeps, 0) == 1)
                {
                    _finished.Release();
                }
            }
        }

        /// <summary>Waits until a location holds a value, spinning first, then asleep.</summary>
        private static void Await(ref int location, int value, ref int sleeps, SemaphoreSlim gate)
        {
            // Asked again after each wake-up: the other side may have lost its processor before it woke us, and woken a later wait.
            while (!SpinFor(ref location, value))
            {
                Interlocked.Exchange(ref sleeps, 1);
                if (Volatile.Read(ref location) != value || Interlocked.Exchange(ref sleeps, 0) == 0)
                {
                    gate.Wait();
                }
            }
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
}
