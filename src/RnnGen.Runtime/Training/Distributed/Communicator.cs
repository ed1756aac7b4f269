using System;

namespace RnnGen.Training.Distributed;

/// <summary>
/// A group of processes that train one model together, each a rank. Every rank makes the same calls in the same order; a call returns when
/// what it needs from the other ranks has come. Used by one thread at a time.
/// </summary>
public abstract class Communicator : IDisposable
{
    /// <summary>The number of this process, from 0 on.</summary>
    public abstract int Rank { get; }

    /// <summary>Number of processes.</summary>
    public abstract int Size { get; }

    /// <summary>Number of them that run on this machine, this one counted.</summary>
    public abstract int RanksOnThisMachine { get; }

    /// <summary>
    /// Number of them, this one counted, that have processors of this machine in common with this one: fewer than on the machine where
    /// their launcher has bound each to processors of its own.
    /// </summary>
    public virtual int RanksOnTheseProcessors => RanksOnThisMachine;

    /// <summary>Gives all ranks the bytes of rank 0.</summary>
    /// <param name="values">As many on each rank.</param>
    public abstract void Broadcast(Span<byte> values);

    /// <summary>Gives all ranks the bytes of all.</summary>
    /// <param name="own">This rank's; as many on each rank.</param>
    /// <param name="all">Receives those of rank 0, of rank 1 and so on, [ranks, bytes].</param>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Replaces numbers by their sums over the ranks: the same bits on each of them.</summary>
    /// <param name="values">As many on each rank.</param>
    public abstract void Sum(Span<double> values);

    /// <summary>
    /// Begins to replace numbers by their sums over the ranks, and returns before that is done. Several sums may be under way; they are
    /// begun in the same order on all ranks.
    /// </summary>
    /// <param name="values">
    /// As many on each rank. Memory that does not move and that nobody touches until <see cref="EndSums"/>.
    /// </param>
    public abstract void BeginSum(Span<float> values);

    /// <summary>Gives the sums that are under way a chance to go on, and returns at once.</summary>
    public abstract void Progress();

    /// <summary>Waits for all sums that have been begun.</summary>
    public abstract void EndSums();

    /// <summary>Waits for all ranks.</summary>
    public abstract void Barrier();

    /// <summary>Ends all processes of the group with an exit code that is not zero.</summary>
    /// <param name="message">Why, for the standard error stream; the rank is said before it.</param>
    public abstract void Abort(string message);

    /// <summary>Leaves the group.</summary>
    public abstract void Dispose();
}
