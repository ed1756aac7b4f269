using System;
using System.Threading;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

/// <summary>Threads that share rounds of work, one of which is late, stalls or fails.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class TeamRoundsTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public void Dispose() => WorkerTeam.BeforeWaking = null;

    [Theory]
    [InlineData(1, 64, 8)]
    [InlineData(2, 64, 8)]
    [InlineData(3, 61, 8)]
    [InlineData(8, 61, 4)]
    [InlineData(4, 3, 2)]
    public void EveryShareOfEveryRoundIsDoneOnceAfterTheRoundBefore(int members, int units, int tile)
    {
        TeamRounds team = new();
        for (int call = 0; call < 20; call++)
        {
            RoundWork work = new(call * 10, units, tile);
            team.Run(work, members);
            work.IsRight();
        }
    }

    [Fact]
    public void RoundsOfOneAndOfAllTakeTurns()
    {
        TeamRounds team = new();
        for (int call = 0; call < 200; call++)
        {
            AloneWork work = new();
            team.Run(work, 3);
            Assert.Equal((AloneWork.Rounds, AloneWork.Rounds * AloneWork.Units), (work.Alone, work.Shared));
        }
    }

    /// <summary>It has begun, so that it must not be forgotten, but does not come to its first share until all is done.</summary>
    [Fact]
    public void ALateThreadIsNotWaitedFor()
    {
        using ManualResetEventSlim hasBegun = new(), isDone = new();
        int takesOfWorker = -1;
        RoundWork work = new(500, 64, 8)
        {
            Begin = member =>
            {
                if (!member.IsWorker)
                {
                    Assert.True(hasBegun.Wait(_patience));
                    return;
                }

                hasBegun.Set();
                Assert.True(isDone.Wait(_patience), "The caller waited for a thread that had not come to its share.");
            },
            BetweenRounds = member =>
            {
                if (member.Round == 499)
                {
                    isDone.Set();
                    takesOfWorker = member.IsWorker ? member.Takes : takesOfWorker;
                }
            },
        };
        new TeamRounds().Run(work, 2);
        work.IsRight();
        Assert.Equal(0, takesOfWorker);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void AThreadThatStallsBetweenRoundsIsNotWaitedFor(int members)
    {
        using ManualResetEventSlim hasStalled = new(), isDone = new();
        RoundWork work = new(500, 64, 8)
        {
            BetweenRounds = member =>
            {
                if (member is { IsWorker: true, Round: 7 })
                {
                    hasStalled.Set();
                    Assert.True(isDone.Wait(_patience), "The caller waited for a thread that held no share.");
                }
                else if (!member.IsWorker && member.Round == 20)
                {
                    Assert.True(hasStalled.Wait(_patience));
                }
                else if (!member.IsWorker && member.Round == 499)
                {
                    isDone.Set();
                }
            },
        };
        new TeamRounds().Run(work, members);
        work.IsRight();
    }

    [Fact]
    public void AThreadThatStallsInItsShareIsWaitedFor()
    {
        RoundWork work = new(60, 64, 8)
        {
            InShare = member =>
            {
                if (member.IsWorker && member.Round % 20 == 10)
                {
                    Thread.Sleep(20);
                }
            },
        };
        new TeamRounds().Run(work, 2);
        work.IsRight();
    }

    /// <summary>Stalls at random, of more threads than there are processors.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void StallsAtRandomChangeNothing(int members)
    {
        long end = Environment.TickCount64 + 1500;
        TeamRounds team = new();
        for (int call = 0; call < 50 && Environment.TickCount64 < end; call++)
        {
            RoundWork work = new(40, 64, 8) { Begin = _ => Stall(), InShare = _ => Stall(), BetweenRounds = _ => Stall() };
            team.Run(work, members);
            work.IsRight();
        }

        static void Stall()
        {
            switch (Random.Shared.Next(50))
            {
                case 0:
                    Thread.Sleep(1);
                    break;
                case < 10:
                    Thread.Yield();
                    break;
                default:
                    Thread.SpinWait(Random.Shared.Next(200));
                    break;
            }
        }
    }

    /// <summary>A thread that has not begun when all is done is sent away, and its part never runs: not even later.</summary>
    [Fact]
    public void AThreadThatDoesNotBeginIsSentAway()
    {
        using ManualResetEventSlim isHeld = new(), isReleased = new();
        WorkerTeam.BeforeWaking = () =>
        {
            if (Thread.CurrentThread.Name?.StartsWith("RnnGen worker", StringComparison.Ordinal) == true)
            {
                isHeld.Set();
                isReleased.Wait(_patience);
            }
        };

        // The part is done, and then its thread comes no further.
        WorkerTeam.Run(new PartitionedWork((_, _, _) => { }), 0, 2);
        Assert.True(isHeld.Wait(_patience, TestContext.Current.CancellationToken));

        TeamRounds team = new();
        for (int call = 0; call < 3; call++)
        {
            RoundWork work = new(100, 64, 8) { Begin = member => Assert.False(member.IsWorker) };
            team.Run(work, 2);
            work.IsRight();
            Assert.False(isReleased.IsSet);
        }

        WorkerTeam.BeforeWaking = null;
        isReleased.Set();
        using ManualResetEventSlim hasBegun = new();
        RoundWork next = new(100, 64, 8)
        {
            Begin = member =>
            {
                if (member.IsWorker)
                {
                    hasBegun.Set();
                }
                else
                {
                    Assert.True(hasBegun.Wait(_patience), "The thread was lost.");
                }
            },
        };
        team.Run(next, 2);
        next.IsRight();
        Assert.Equal(2, next.Members);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(true, 5)]
    public void AFailureEndsTheCallOfAllThreads(bool isOfWorker, int members)
    {
        TeamRounds team = new();
        using ManualResetEventSlim hasBegun = new();
        RoundWork work = new(500, 64, 8)
        {
            Begin = member =>
            {
                if (member.IsWorker)
                {
                    hasBegun.Set();
                }
                else
                {
                    Assert.True(hasBegun.Wait(_patience));
                }
            },
            InShare = member =>
            {
                if (member.Round >= 10 && member.IsWorker == isOfWorker)
                {
                    throw new InvalidOperationException("a share");
                }
            },
            BetweenRounds = member =>
            {
                // Time for the other to take its share.
                if (member.IsWorker != isOfWorker)
                {
                    Thread.Sleep(1);
                }
            },
        };
        AggregateException exception = Assert.Throws<AggregateException>(() => team.Run(work, members));
        Assert.Equal("a share", exception.InnerException?.Message);

        RoundWork next = new(50, 64, 8);
        team.Run(next, members);
        next.IsRight();
    }

    [Fact]
    public void TwoCallsAtOnceAndCallsFromWithinAShareAreRight()
    {
        RoundWork[] works = [Outer(), Outer()];
        Thread[] threads = [.. Array.ConvertAll(works, work => new Thread(() => new TeamRounds().Run(work, 2)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(_patience)));
        Assert.All(works, work => work.IsRight());

        RoundWork Outer() => new(200, 64, 8)
        {
            InShare = member =>
            {
                if (member.Round % 50 == 0)
                {
                    RoundWork nested = new(20, 16, 4) { Begin = self => Assert.Equal(1, self.Order) };
                    new TeamRounds().Run(nested, 2);
                    nested.IsRight();
                }
            },
        };
    }

    [Fact]
    public void AnInterruptionIsKeptForTheNextWait()
    {
        bool isKept = false;
        RoundWork work = new(2000, 64, 8);
        Thread caller = new(() =>
        {
            Thread.CurrentThread.Interrupt();
            new TeamRounds().Run(work, 2);
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
        Assert.True(caller.Join(_patience), "The interruption was lost.");
        Assert.True(isKept);
        work.IsRight();
    }

    private sealed class AloneWork : ITeamWork
    {
        public const int Rounds = 50, Units = 7;

        private int _shared;

        public int Alone { get; private set; }

        public int Shared => _shared;

        public void Run(ref Generated.TeamMember member)
        {
            for (int round = 0; round < Rounds; round++)
            {
                while (member.TakeAll())
                {
                    Assert.Equal((round, round * Units), (Alone, _shared));
                    Alone++;
                }

                while (member.Take(Units, 1, out nint first, out nint end))
                {
                    Assert.Equal(round + 1, Alone);
                    Interlocked.Add(ref _shared, (int)(end - first));
                }
            }
        }
    }
}
