using System;
using System.Collections.Concurrent;
using System.Threading;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

/// <summary>Threads that share rounds of work.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class TeamRoundsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

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
                    Assert.True(hasBegun.Wait(Patience));
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
        Exception? thrown = null;
        Thread caller = new(() => thrown = Record.Exception(() => team.Run(work, members))) { IsBackground = true };
        caller.Start();
        Assert.True(caller.Join(Patience), "The others wait for a share that is never done.");
        Assert.Equal("a share", Assert.IsType<AggregateException>(thrown).InnerException?.Message);

        RoundWork next = new(50, 64, 8);
        team.Run(next, members);
        next.IsRight();
    }

    [Fact]
    public void ACallFromWithinAShareRunsAlone()
    {
        RoundWork work = WithCallsInShares(self => Assert.Equal(1, self.Order));
        new TeamRounds().Run(work, 2);
        work.IsRight();
    }

    /// <summary>One finds the threads busy; its calls from within a share may find them free again, when the other is done.</summary>
    [Fact]
    public void TwoCallsAtOnceAndCallsFromWithinAShareAreRight()
    {
        RoundWork[] works = [WithCallsInShares(begin: null), WithCallsInShares(begin: null)];
        ConcurrentQueue<Exception> failures = [];
        Thread[] threads = [.. Array.ConvertAll(works, work => new Thread(() => Run(work)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(Patience)));
        Assert.Empty(failures);
        Assert.All(works, work => work.IsRight());

        // A thread whose exception nobody catches ends the process, or does not end at all.
        void Run(RoundWork work)
        {
            try
            {
                new TeamRounds().Run(work, 2);
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
            }
        }
    }

    private static RoundWork WithCallsInShares(Action<RoundWork.Member>? begin) => new(200, 64, 8)
    {
        InShare = member =>
        {
            if (member.Round % 50 == 0)
            {
                RoundWork nested = new(20, 16, 4) { Begin = begin };
                new TeamRounds().Run(nested, 2);
                nested.IsRight();
            }
        },
    };

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
        Assert.True(caller.Join(Patience), "The interruption was lost.");
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
