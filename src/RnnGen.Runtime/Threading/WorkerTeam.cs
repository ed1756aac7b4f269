using System;
using System.Collections.Generic;
using System.Threading;

namespace RnnGen.Threading;

/// <summary>Work that is split into parts: every part writes only what is its own, so results do not depend on their number.</summary>
internal interface IPartitionedWork
{
    /// <summary>Does one part.</summary>
    /// <param name="phase">What to do: the caller's own code.</param>
    /// <param name="part">Index of the part, 0 to <paramref name="parts"/> - 1.</param>
    /// <param name="parts">Number of parts.</param>
    void Run(int phase, int part, int parts);
}

/// <summary>Work whose parts a method does.</summary>
/// <param name="run">Does one part, as in <see cref="IPartitionedWork.Run"/>.</param>
internal sealed class PartitionedWork(Action<int, int, int> run) : IPartitionedWork
{
    /// <inheritdoc/>
    public void Run(int phase, int part, int parts) => run(phase, part, parts);
}

/// <summary>
/// The threads that share the work of one call. They wait spinning for some microseconds, then sleep; a call that finds them busy, or
/// for which no threads can be started, runs on its own thread.
/// </summary>
public static class WorkerTeam
{
    /// <summary>Environment variable that sets <see cref="DefaultThreads"/>.</summary>
    public const string EnvironmentVariable = "RNNGEN_THREADS";

    // Between attempts to start threads where the system has refused one: a refusal costs more than a small part.
    private const long PauseMilliseconds = 1000;

    private static Worker[] _workers = [];
    private static long _nextAttempt;

    /// <summary>For tests: runs before a thread is started, whose failure it may be.</summary>
    internal static Action? BeforeStarting;

    /// <summary>For tests: runs between publishing and waking, where a thread may lose its processor.</summary>
    internal static Action? BeforeWaking;

    // Not a lock: a call from within a part must find the team busy too.
    private static int _busy;

    /// <summary>Threads that a call uses unless told otherwise: <c>RNNGEN_THREADS</c>, else one for each core.</summary>
    public static int DefaultThreads { get; } = Initial();

    /// <summary>For tests: threads that have been started.</summary>
    internal static int StartedThreads => _workers.Length;

    /// <summary>For tests: the next call that wants more threads asks for them.</summary>
    internal static void ForgetRefusal() => _nextAttempt = 0;

    /// <summary>
    /// Runs all parts and returns when they are done: part 0 on the calling thread, and those too for which the system starts no thread.
    /// <see cref="Thread.Interrupt"/> does not end the wait: the interruption is kept for the thread's next wait of its own.
    /// </summary>
    /// <param name="work">What to run.</param>
    /// <param name="phase">Passed through.</param>
    /// <param name="parts">Number of parts, at least 1.</param>
    /// <exception cref="AggregateException">A part threw; all others are done.</exception>
    internal static void Run(IPartitionedWork work, int phase, int parts)
    {
        if (parts <= 1 || !TryBegin())
        {
            for (int part = 0; part < parts; part++)
            {
                work.Run(phase, part, parts);
            }

            return;
        }

        Run(work, phase, parts, needsAll: true);
    }

    /// <summary>
    /// Runs work of which part 0, on the calling thread, does whatever the others have not come to. Returns when part 0 is done and no
    /// other runs: a part whose thread has not begun by then never runs. One part of one when the threads are busy.
    /// </summary>
    /// <inheritdoc cref="Run(IPartitionedWork, int, int)"/>
    internal static void RunTogether(IPartitionedWork work, int phase, int parts)
    {
        if (parts <= 1 || !TryBegin())
        {
            work.Run(phase, 0, 1);
            return;
        }

        Run(work, phase, parts, needsAll: false);
    }

    private static bool TryBegin() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    private static void Run(IPartitionedWork work, int phase, int parts, bool needsAll)
    {
        try
        {
            ReadOnlySpan<Worker> workers = Workers(parts - 1);
            bool isInterrupted = false;
            for (int index = 0; index < workers.Length; index++)
            {
                isInterrupted |= workers[index].Start(work, phase, index + 1, parts);
            }

            Exception? failure = null;
            try
            {
                work.Run(phase, 0, parts);
                for (int part = workers.Length + 1; part < parts && needsAll; part++)
                {
                    work.Run(phase, part, parts);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            // Whatever happens: the caller's memory is free only when nobody writes to it any more.
            foreach (Worker worker in workers)
            {
                if (needsAll || !worker.Withdraw())
                {
                    isInterrupted |= worker.Wait(out Exception? thrown);
                    failure = thrown ?? failure;
                }
            }

            if (isInterrupted)
            {
                Thread.CurrentThread.Interrupt();
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

    /// <summary>As many workers, or those that there are.</summary>
    private static ReadOnlySpan<Worker> Workers(int count)
    {
        if (_workers.Length < count && Environment.TickCount64 >= _nextAttempt)
        {
            List<Worker> workers = [.. _workers];
            try
            {
                while (workers.Count < count)
                {
                    BeforeStarting?.Invoke();
                    workers.Add(new Worker(workers.Count + 1));
                }
            }
            catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException or PlatformNotSupportedException)
            {
                // The last of them where a program has one thread alone, as in a browser.
                _nextAttempt = Environment.TickCount64 + PauseMilliseconds;
            }

            _workers = [.. workers];
        }

        return _workers.AsSpan(0, Math.Min(count, _workers.Length));
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
}
