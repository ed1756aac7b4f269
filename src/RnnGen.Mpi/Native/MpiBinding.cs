using System;

namespace RnnGen.Mpi.Native;

/// <summary>The calls of an MPI library that are needed, without its handles. Used by one thread at a time.</summary>
internal abstract unsafe class MpiBinding
{
    /// <summary>What the library says it is.</summary>
    public abstract string Version { get; }

    /// <summary>Starts MPI, and makes groups of its own of all processes.</summary>
    public abstract void Start();

    /// <summary>The number of this process.</summary>
    public abstract int Rank { get; }

    /// <summary>Number of processes.</summary>
    public abstract int Size { get; }

    /// <summary>Gives the processes of this machine the bytes of all of them.</summary>
    /// <param name="own">This one's; as many on each.</param>
    /// <returns>[processes, bytes].</returns>
    public abstract byte[] GatherOnMachine(ReadOnlySpan<byte> own);

    /// <summary>Begins to give all ranks the bytes of rank 0.</summary>
    public abstract void BeginBroadcast(byte* values, int count);

    /// <summary>Begins to give all ranks the bytes of all.</summary>
    public abstract void BeginGather(byte* own, int count, byte* all);

    /// <summary>Begins to sum up in place.</summary>
    public abstract void BeginSum(double* values, int count);

    /// <summary>Begins to sum up in place.</summary>
    public abstract void BeginSum(float* values, int count);

    /// <summary>Begins to wait for all ranks.</summary>
    public abstract void BeginBarrier();

    /// <summary>Begins to wait for all ranks to leave, where no operation of those that do not can be taken for it.</summary>
    public abstract void BeginLeaving();

    /// <summary>Lets what has been begun go on.</summary>
    /// <returns>Whether all of it is done.</returns>
    public abstract bool Test();

    /// <summary>Sends a note that is small enough to leave at once.</summary>
    public abstract void SendNote(RankNote note, int rank);

    /// <summary>Takes a note that has come, if there is one.</summary>
    public abstract bool TryReceiveNote(out RankNote note);

    /// <summary>Ends all processes.</summary>
    public abstract void Abort(int exitCode);

    /// <summary>Leaves MPI; nothing may be under way.</summary>
    public abstract void Finish();
}
