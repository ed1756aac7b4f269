using System;
using System.Threading;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

[Collection(ExclusiveCollection.Name)]
public sealed class WorkerTeamTests : IDisposable
{
    public void Dispose()
    {
        WorkerTeam.BeforeWaking = null;
        WorkerTeam.BeforeStarting = null;
        WorkerTeam.ForgetRefusal();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void EveryPartHasRunOnceWhenRunReturns(int parts)
    {
        CountingWork work = new(parts);
        for (int run = 1; run <= 2000; run++)
        {
            WorkerTeam.Run(work, run, parts);
            work.EveryPartRan(run);
        }
    }

    /// <summary>A thread that loses its processor between publishing and waking must not wake a later wait too early.</summary>
    [Fact]
    public void ADelayedWakeUpDoesNotEndALaterWait()
    {
        const int Parts = 2;
        CountingWork work = new(Parts);
        int signals = 0;
        WorkerTeam.BeforeWaking = () =>
        {
            // Now the caller, now the worker: the count of signals is odd on each in turn.
            if (Interlocked.Increment(ref signals) % 3 == 0)
            {
                Thread.Sleep(3);
            }
        };
        for (int run = 1; run <= 200; run++)
        {
            WorkerTeam.Run(work, run, Parts);
            work.EveryPartRan(run);
        }
    }

    [Fact]
    public void AFailureOfAPartReachesTheCallerAndTheTeamGoesOn()
    {
        CountingWork work = new(3);
        AggregateException exception = Assert.Throws<AggregateException>(() => WorkerTeam.Run(new FailingWork(), 0, 3));
        Assert.Equal("part 2", exception.InnerException?.Message);
        WorkerTeam.Run(work, 1, 3);
        work.EveryPartRan(1);
    }

    [Fact]
    public void ACallFromWithinAPartRunsOnItsOwnThread()
    {
        CountingWork inner = new(2);
        WorkerTeam.Run(new NestedWork(inner), 1, 2);
        inner.EveryPartRan(1);
    }

    /// <summary>The caller's memory is free only when nobody writes to it any more.</summary>
    [Fact]
    public void AnInterruptionWaitsUntilAllPartsAreDone()
    {
        bool allWereDone = false, isKept = false;
        InterruptingWork work = new();
        Thread caller = new(() =>
        {
            work.Caller = Thread.CurrentThread;
            WorkerTeam.Run(work, 0, 2);
            allWereDone = work.IsDone;
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                isKept = true;
            }
        })
        {
            IsBackground = true,
        };
        caller.Start();
        Assert.True(caller.Join(TimeSpan.FromMinutes(1)), "The interruption was lost.");
        Assert.True(allWereDone);
        Assert.True(isKept);
        CountingWork next = new(2);
        WorkerTeam.Run(next, 1, 2);
        next.EveryPartRan(1);
    }

    /// <summary>A part may hand its thread to anybody, who may interrupt it while it sleeps.</summary>
    [Fact]
    public void AnInterruptedWorkerGoesOn()
    {
        ThreadKeepingWork work = new();
        WorkerTeam.Run(work, 0, 2);
        for (int i = 0; i < 20; i++)
        {
            SpinWait.SpinUntil(() => (work.Worker!.ThreadState & ThreadState.WaitSleepJoin) != 0, TimeSpan.FromMinutes(1));
            work.Worker!.Interrupt();
            CountingWork next = new(2);
            WorkerTeam.Run(next, 1, 2);
            next.EveryPartRan(1);
        }
    }

    /// <summary>Sleeping on both sides, and interrupted all the time: no wake-up is lost.</summary>
    [Fact]
    public void InterruptionsLoseNoWakeUp()
    {
        const int Runs = 400;
        SleepingWork work = new();
        bool isDone = false;
        Thread caller = new(() =>
        {
            for (int run = 0; run < Runs; run++)
            {
                WorkerTeam.Run(work, run, 2);
                Nap();
            }

            Volatile.Write(ref isDone, true);
        })
        {
            IsBackground = true,
        };
        Thread interrupter = new(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                Interrupt(caller);
                Interrupt(work.Worker);
                Thread.Sleep(1);
            }
        })
        {
            IsBackground = true,
        };
        caller.Start();
        interrupter.Start();
        Assert.True(caller.Join(TimeSpan.FromMinutes(1)), "A wake-up was lost.");
        Assert.True(interrupter.Join(TimeSpan.FromMinutes(1)));

        static void Interrupt(Thread? thread)
        {
            if (thread is not null && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
            {
                thread.Interrupt();
            }
        }

        // Long enough that the other side sleeps.
        static void Nap()
        {
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }

    [Theory]
    [InlineData(0, typeof(OutOfMemoryException))]
    [InlineData(1, typeof(OutOfMemoryException))]
    [InlineData(0, typeof(PlatformNotSupportedException))]
    public void PartsWithoutAThreadRunOnTheCallers(int startable, Type refusal)
    {
        int before = WorkerTeam.StartedThreads, parts = before + 4, attempts = 0;
        WorkerTeam.BeforeStarting = () =>
        {
            if (++attempts > startable)
            {
                throw (Exception)Activator.CreateInstance(refusal, "No thread can be started.")!;
            }
        };
        CountingWork work = new(parts);
        for (int run = 1; run <= 3; run++)
        {
            WorkerTeam.Run(work, run, parts);
            work.EveryPartRan(run);
        }

        Assert.Equal(before + startable, WorkerTeam.StartedThreads);

        // Once threads can be started again, they are.
        WorkerTeam.BeforeStarting = null;
        WorkerTeam.ForgetRefusal();
        WorkerTeam.Run(work, 4, parts);
        work.EveryPartRan(4);
        Assert.Equal(parts - 1, WorkerTeam.StartedThreads);
    }

    private sealed class InterruptingWork : IPartitionedWork
    {
        private volatile bool _isDone;

        public Thread? Caller { get; set; }

        public bool IsDone => _isDone;

        public void Run(int phase, int part, int parts)
        {
            if (part == 1)
            {
                SpinWait.SpinUntil(() => (Caller!.ThreadState & ThreadState.WaitSleepJoin) != 0, TimeSpan.FromMinutes(1));
                Caller!.Interrupt();

                // Time for the caller to go on, if it does.
                Thread.Sleep(50);
                _isDone = true;
            }
        }
    }

    /// <summary>A part on the worker's thread that takes longer than the caller spins.</summary>
    private sealed class SleepingWork : IPartitionedWork
    {
        public Thread? Worker { get; private set; }

        public void Run(int phase, int part, int parts)
        {
            if (part == 1)
            {
                Worker = Thread.CurrentThread;
                long end = Environment.TickCount64 + 2;
                while (Environment.TickCount64 < end)
                {
                    Thread.SpinWait(50);
                }
            }
        }
    }

    private sealed class ThreadKeepingWork : IPartitionedWork
    {
        public Thread? Worker { get; private set; }

        public void Run(int phase, int part, int parts)
        {
            // Not a word from part 0, which runs at the same time.
            if (part == 1)
            {
                Worker = Thread.CurrentThread;
            }
        }
    }

    private sealed class CountingWork(int parts) : IPartitionedWork
    {
        private readonly int[] _runs = new int[parts];

        public void Run(int phase, int part, int parts) => _runs[part]++;

        public void EveryPartRan(int times) => Assert.All(_runs, runs => Assert.Equal(times, runs));
    }

    private sealed class FailingWork : IPartitionedWork
    {
        public void Run(int phase, int part, int parts)
        {
            if (part == 2)
            {
                throw new InvalidOperationException("part 2");
            }
        }
    }

    private sealed class NestedWork(CountingWork inner) : IPartitionedWork
    {
        public void Run(int phase, int part, int parts)
        {
            if (part == 0)
            {
                WorkerTeam.Run(inner, phase, 2);
            }
        }
    }
}
