using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using RnnGen.Training.Distributed;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>Ranks that are threads of this process: each call is a meeting of all.</summary>
internal sealed class ThreadRanks
{
    private readonly Barrier _meeting;
    private readonly Member[] _members;
    private readonly CancellationTokenSource _aborted = new();

    private ThreadRanks(int size)
    {
        _meeting = new Barrier(size);
        _members = [.. Enumerable.Range(0, size).Select(rank => new Member(this, rank))];
    }

    private string? _abortedBy;

    /// <summary>Runs something on each rank and waits for all.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="size">Number of ranks.</param>
    /// <param name="run">What to run.</param>
    public static T[] Run<T>(int size, Func<Communicator, T> run)
    {
        (T? Result, Exception? Failure)[] ends = RunAll(size, run);
        return
        [
            .. ends.Select(end => end.Failure is null ? end.Result! : throw new InvalidOperationException("A rank failed.", end.Failure)),
        ];
    }

    /// <summary>The same where ranks may fail.</summary>
    /// <param name="size">Number of ranks.</param>
    /// <param name="run">What to run.</param>
    /// <param name="abort">What a rank says that ends all in the middle of something; nobody may unless that is expected.</param>
    private static (T? Result, Exception? Failure)[] RunAll<T>(int size, Func<Communicator, T> run, string? abort = null)
    {
        ThreadRanks ranks = new(size);
        (T?, Exception?)[] ends = new (T?, Exception?)[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() => ends[rank] = ranks.End(rank, run)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal(abort, ranks._abortedBy);
        return ends;
    }

    /// <summary>What all ranks have failed with.</summary>
    public static Exception[] Failures<T>(int size, Func<Communicator, T> run, string? abort = null) =>
        [.. RunAll(size, run, abort).Select(end => end.Failure ?? throw new InvalidOperationException("A rank has not failed."))];

    private (T?, Exception?) End<T>(int rank, Func<Communicator, T> run)
    {
        try
        {
            return (run(_members[rank]), null);
        }
        catch (Exception failure)
        {
            return (default, failure);
        }
    }

    private void Meet()
    {
        // Nobody waits for a rank that has gone.
        if (!_meeting.SignalAndWait(TimeSpan.FromMinutes(2), _aborted.Token))
        {
            throw new TimeoutException("A rank did not come.");
        }
    }

    /// <summary>One rank.</summary>
    private sealed class Member(ThreadRanks ranks, int rank) : Communicator
    {
        private readonly List<(nint Address, float[] Begun)> _begun = [];
        private byte[] _shown = [];

        public override int Rank => rank;

        public override int Size => ranks._members.Length;

        public override int RanksOnThisMachine => Size;

        public override void Broadcast(Span<byte> values)
        {
            byte[][] all = Show(values);
            all[0].CopyTo(values);
        }

        public override void Gather(ReadOnlySpan<byte> own, Span<byte> all)
        {
            int start = 0;
            foreach (byte[] shown in Show(own))
            {
                shown.CopyTo(all[start..]);
                start += shown.Length;
            }
        }

        public override void Sum(Span<double> values)
        {
            byte[][] all = Show(MemoryMarshal.AsBytes(values));
            values.Clear();
            foreach (byte[] shown in all)
            {
                ReadOnlySpan<double> terms = MemoryMarshal.Cast<byte, double>(shown);
                for (int i = 0; i < terms.Length; i++)
                {
                    values[i] += terms[i];
                }
            }
        }

        public override unsafe void BeginSum(Span<float> values)
        {
            fixed (float* first = values)
            {
                _begun.Add(((nint)first, values.ToArray()));
            }
        }

        public override void Progress()
        {
        }

        public override unsafe void EndSums()
        {
            foreach ((nint address, float[] begun) in _begun)
            {
                int count = begun.Length;
                Span<float> values = new((void*)address, count);
                if (!MemoryMarshal.AsBytes(values).SequenceEqual(MemoryMarshal.AsBytes<float>(begun)))
                {
                    throw new InvalidOperationException($"Rank {rank} has changed numbers while they were added up.");
                }

                byte[][] all = Show(MemoryMarshal.AsBytes(values));
                values.Clear();
                foreach (byte[] shown in all)
                {
                    ReadOnlySpan<float> terms = MemoryMarshal.Cast<byte, float>(shown);
                    if (terms.Length != count)
                    {
                        throw new InvalidOperationException($"Rank {rank} sums {count} numbers, another {terms.Length}.");
                    }

                    for (int i = 0; i < count; i++)
                    {
                        values[i] += terms[i];
                    }
                }
            }

            _begun.Clear();
        }

        public override void Barrier() => ranks.Meet();

        public override void Abort(string message)
        {
            ranks._abortedBy ??= $"rank {rank} of {Size}: {message}";
            ranks._aborted.Cancel();
        }

        public override void Dispose()
        {
        }

        /// <summary>Shows all ranks some bytes.</summary>
        private byte[][] Show(ReadOnlySpan<byte> own)
        {
            _shown = own.ToArray();
            ranks.Meet();
            byte[][] all = [.. ranks._members.Select(member => member._shown)];
            ranks.Meet();
            return all;
        }
    }
}
