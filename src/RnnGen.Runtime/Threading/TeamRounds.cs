using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RnnGen.Generated;

namespace RnnGen.Threading;

/// <summary>Work that several threads do together, round by round: each thread goes through all rounds and takes shares of them.</summary>
internal interface ITeamWork
{
    /// <summary>Goes through all rounds.</summary>
    /// <param name="member">Gives this thread its shares.</param>
    void Run(ref TeamMember member);
}

/// <summary>
/// Rounds of work between barriers, each in as many shares as there are threads. A thread takes its own share of a round, the same
/// columns each time, so that their weights stay in its own cache; then whatever share nobody has taken; then it waits until all are
/// done. So a thread that has not started, or has lost its processor between two shares, is waited for by nobody: the others do its
/// shares, and it finds them done. Only a thread that loses its processor within a share holds the others up.
/// </summary>
/// <remarks>
/// A share is a number that only grows: 2·r while it is free in round r, 2·r + 1 when a thread has taken it, 2·r + 2 when it is done,
/// and so free in the next round. It is taken by a comparison with 2·r, so that a thread that comes late takes nothing of a round that
/// is over; the calls of a team begin anew with 0 when no thread of the last call is left. A thread comes to round r + 1 when it has read
/// of every share that it is done in round r, and so sees all that was written there; and nobody comes there while it holds a share of
/// round r, so that what it reads is not written.
/// </remarks>
internal sealed class TeamRounds : IPartitionedWork
{
    // From share to share: two lines, because processors fetch lines in pairs.
    private const int Stride = 16;

    // A thread that does as much work as this one is done in a moment; a pause would only tell of it later.
    private const int SpinsBeforePause = 64;

    // About 20 microseconds: a thread in the midst of a share is done earlier, unless it has lost its processor.
    private const int SpinsBeforeYield = 500;

    private ITeamWork? _work;
    private Exception? _failure;
    private long[] _shares = [];

    /// <summary>Does work together with other threads, or alone where they are busy.</summary>
    /// <param name="work">The work.</param>
    /// <param name="members">Threads, this one among them.</param>
    /// <exception cref="AggregateException">A thread threw; no other runs.</exception>
    public void Run(ITeamWork work, int members)
    {
        if (members <= 1)
        {
            TeamMember alone = default;
            work.Run(ref alone);
            return;
        }

        (_work, _failure) = (work, null);
        if (_shares.Length < (members + 1) * Stride)
        {
            _shares = new long[(members + 1) * Stride];
        }

        Array.Clear(_shares);
        try
        {
            WorkerTeam.RunTogether(this, phase: 0, members);
        }
        catch (AggregateException) when (_failure is not null)
        {
            // What came first, not that the others then gave up.
            throw new AggregateException(_failure);
        }
        finally
        {
            _work = null;
        }
    }

    void IPartitionedWork.Run(int phase, int part, int parts)
    {
        TeamMember member = parts == 1 ? default : new TeamMember(this, part, parts);
        try
        {
            _work!.Run(ref member);
        }
        catch (Exception exception)
        {
            // The share that this thread holds is never done: the others are told.
            Interlocked.CompareExchange(ref _failure, exception, null);
            throw;
        }
    }

    /// <summary>Takes a share of a round if it is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake(int share, long round)
    {
        ref long place = ref Place(share);
        return Volatile.Read(ref place) == 2 * round && Interlocked.CompareExchange(ref place, (2 * round) + 1, 2 * round) == 2 * round;
    }

    /// <summary>Ends a share: who reads that it is done sees what was written in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End(int share, long round) => Volatile.Write(ref Place(share), (2 * round) + 2);

    /// <summary>Returns when a share of a round is done.</summary>
    internal void Await(int share, long round)
    {
        ref long place = ref Place(share);
        for (int spin = 0; Volatile.Read(ref place) < (2 * round) + 2; spin++)
        {
            if (spin < SpinsBeforePause)
            {
                continue;
            }

            if (spin < SpinsBeforeYield)
            {
                Thread.SpinWait(1);
                continue;
            }

            if (Volatile.Read(ref _failure) is Exception failure)
            {
                throw new InvalidOperationException("Another thread of the call has failed.", failure);
            }

            // Its thread may be waiting for this processor.
            Thread.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Place(int share) => ref _shares[(share + 1) * Stride];
}
