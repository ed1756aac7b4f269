using System;
using System.Threading;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

/// <summary>Threads that share rounds of work, one of which is late or stalls.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class LateThreadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public void Dispose()
    {
        WorkerTeam.BeforeWaking = null;
        WorkerTeam.BeforeStarting = null;
        WorkerTeam.ForgetRefusal();
    }

    [Fact]
    public void SharesOfThreadsThatCannotBeStartedAreDoneByOthers()
    {
        int before = WorkerTeam.StartedThreads;
        WorkerTeam.BeforeStarting = () => throw new OutOfMemoryException("No thread can be started.");
        RoundWork work = new(200, 64, 8);
        new TeamRounds().Run(work, before + 4);
        work.IsRight();
        Assert.Equal(before, WorkerTeam.StartedThreads);
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
                    Assert.True(hasBegun.Wait(Patience));
                    return;
                }

                hasBegun.Set();
                Assert.True(isDone.Wait(Patience), "The caller waited for a thread that had not come to its share.");
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
                    Assert.True(isDone.Wait(Patience), "The caller waited for a thread that held no share.");
                }
                else if (!member.IsWorker && member.Round == 20)
                {
                    Assert.True(hasStalled.Wait(Patience));
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
                isReleased.Wait(Patience);
            }
        };

        // The part is done, and then its thread comes no further; the caller must not sleep before that, whom the thread would not wake.
        WorkerTeam.Run(new PartitionedWork((_, part, _) => Assert.True(part == 1 || isHeld.Wait(Patience))), 0, 2);

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
                    Assert.True(hasBegun.Wait(Patience), "The thread was lost.");
                }
            },
        };
        team.Run(next, 2);
        next.IsRight();
        Assert.Equal(2, next.Members);
    }
}
