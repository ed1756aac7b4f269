using System;
using System.Threading;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

[Collection(ExclusiveCollection.Name)]
public sealed class WorkerTeamTests : IDisposable
{
    public void Dispose() => WorkerTeam.BeforeWaking = null;

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
