using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnGen.Training.Distributed;

/// <summary>What ranks agree on beside sums: texts of each, whether one has failed, large arrays of the first.</summary>
/// <param name="communicator">The ranks, at least two.</param>
internal sealed class RankGroup(Communicator communicator)
{
    private const int ChunkFloats = 1 << 26;

    private Exception? _agreed;

    /// <summary>The ranks.</summary>
    public Communicator Communicator => communicator;

    /// <summary>The number of this one.</summary>
    public int Rank => communicator.Rank;

    /// <summary>Number of ranks.</summary>
    public int Size => communicator.Size;

    /// <summary>Whether this is the one that writes, reports and logs.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Marks an exception as one that no other rank waits for: each throws one in the same place.</summary>
    /// <returns>The same.</returns>
    public Exception Agreed(Exception exception) => _agreed = exception;

    /// <summary>Whether all ranks have ended with an exception in the same place.</summary>
    public bool HasAgreed(Exception exception) => ReferenceEquals(_agreed, exception);

    /// <summary>Gives all ranks the bytes of each.</summary>
    /// <param name="own">This rank's, any number of them.</param>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        int[] lengths = GatherNumbers(own.Length);
        int longest = lengths.Max();
        if (longest == 0)
        {
            return [.. lengths.Select(_ => Array.Empty<byte>())];
        }

        byte[] padded = new byte[longest], all = new byte[checked(longest * Size)];
        own.CopyTo(padded);
        communicator.Gather(padded, all);
        return [.. lengths.Select((count, rank) => all.AsSpan(rank * longest, count).ToArray())];
    }

    /// <summary>Gives all ranks the texts of each.</summary>
    public IReadOnlyList<string> GatherTexts(string own) => [.. Gather(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString)];

    /// <summary>Gives all ranks a number of each.</summary>
    public int[] GatherNumbers(int own)
    {
        int[] all = new int[Size];
        ReadOnlySpan<int> number = [own];
        communicator.Gather(MemoryMarshal.AsBytes(number), MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    /// <summary>Gives all ranks numbers of the first.</summary>
    public void Broadcast(Span<float> values)
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, ChunkFloats)..])
        {
            communicator.Broadcast(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ChunkFloats)]));
        }
    }

    /// <summary>Gives all ranks bytes of the first, of whatever number.</summary>
    /// <param name="bytes">Those of the first; of the others without effect.</param>
    public byte[] Broadcast(byte[] bytes)
    {
        Span<int> length = [bytes.Length];
        communicator.Broadcast(MemoryMarshal.AsBytes(length));
        byte[] values = IsFirst ? bytes : new byte[length[0]];
        communicator.Broadcast(values);
        return values;
    }

    /// <summary>Whether a rank wants something.</summary>
    public bool Any(bool own)
    {
        Span<double> wants = [own ? 1 : 0];
        communicator.Sum(wants);
        return wants[0] > 0;
    }

    /// <summary>All ranks are here; none has failed.</summary>
    /// <param name="failure">What this one has failed with.</param>
    /// <exception cref="DistributedTrainingException">Another rank has failed.</exception>
    public void Agree(Exception? failure = null)
    {
        if (Any(failure is not null))
        {
            throw FailureOf(failure);
        }
    }

    /// <summary>Tells the others, who begin with <see cref="Agree"/>, that this rank cannot begin.</summary>
    /// <returns>What to throw.</returns>
    public Exception FailureAtStart(Exception failure)
    {
        Any(true);
        return FailureOf(failure);
    }

    /// <summary>What to throw where a rank has failed: its own failure, or that of the first rank which has.</summary>
    /// <param name="failure">What this one has failed with.</param>
    public Exception FailureOf(Exception? failure)
    {
        IReadOnlyList<string> failures = GatherTexts(failure is null ? "" : $"{failure.GetType().Name}: {failure.Message}");
        int rank = FirstOf(failures, text => text.Length > 0);
        return Agreed(failure ?? new DistributedTrainingException($"Rank {rank}: {failures[rank]}", rank));
    }

    /// <summary>The first rank whose text has a property.</summary>
    public int FirstOf(IReadOnlyList<string> texts, Func<string, bool> property)
    {
        int rank = 0;
        while (rank < texts.Count - 1 && !property(texts[rank]))
        {
            rank++;
        }

        return rank;
    }
}
