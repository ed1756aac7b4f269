using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnGen.Mpi;
using RnnGen.Numerics;

namespace RnnGen.MpiProbe;

/// <summary>Every call once with numbers that can be told beforehand, then sums of random numbers, whose hash each rank prints.</summary>
internal static class CallsProbe
{
    /// <summary>From one number to more than any algorithm for small messages takes, none a multiple of the ranks.</summary>
    private static readonly int[] Lengths = [1, 2, 3, 5, 17, 1000, 4097, 16_385, 70_001, 300_007];

    public static void Run(MpiCommunicator mpi)
    {
        Exact(mpi);
        Random(mpi);
        SignalsAreDotNets();
        RankLines.Write(mpi, $"library {mpi.Library} machine {mpi.RanksOnThisMachine} processors {mpi.RanksOnTheseProcessors}");
    }

    private static void Exact(MpiCommunicator mpi)
    {
        int size = mpi.Size, rank = mpi.Rank, sumOfRanks = size * (size + 1) / 2;
        foreach (int length in Lengths)
        {
            byte[] bytes = new byte[length];
            bytes.AsSpan().Fill((byte)(rank + 1));
            mpi.Broadcast(bytes);
            Expect(bytes.AsSpan().IndexOfAnyExcept((byte)1) < 0, "broadcast");

            bytes.AsSpan().Fill((byte)(rank + 1));
            byte[] all = new byte[size * length];
            mpi.Gather(bytes, all);
            for (int i = 0; i < all.Length; i++)
            {
                Expect(all[i] == (i / length) + 1, "gather");
            }

            double[] doubles = new double[length];
            for (int i = 0; i < length; i++)
            {
                doubles[i] = ((double)(rank + 1) * i) + 0.5;
            }

            mpi.Sum(doubles);
            for (int i = 0; i < length; i++)
            {
                Expect(doubles[i] == ((double)sumOfRanks * i) + (0.5 * size), "sum of doubles");
            }

            mpi.Barrier();
        }

        // Two hundred sums under way at once: more than there is room for at first.
        float[] floats = GC.AllocateArray<float>(200 * 31, pinned: true);
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (rank + 1) * i;
        }

        for (int sum = 0; sum < 200; sum++)
        {
            mpi.BeginSum(floats.AsSpan(31 * sum, 31));
            mpi.Progress();
        }

        mpi.BeginSum([]);
        mpi.EndSums();
        for (int i = 0; i < floats.Length; i++)
        {
            Expect(floats[i] == sumOfRanks * i, "sum of floats");
        }

        Expect(Throws<ArgumentException>(() => mpi.Gather(new byte[3], new byte[(3 * size) + 1])), "refusal of a wrong length");
        Expect(Throws<InvalidOperationException>(() => MpiCommunicator.Start()), "refusal of a second start");
        mpi.EndSums();
        mpi.Broadcast([]);
        mpi.Gather([], []);
    }

    /// <summary>Numbers of very different sizes: a sum that is taken in another order has other bits.</summary>
    private static void Random(MpiCommunicator mpi)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CounterRandom random = new(seed: 5, stream: (ulong)mpi.Rank);
        foreach (int length in Lengths)
        {
            float[] floats = GC.AllocateArray<float>(length, pinned: true);
            double[] doubles = new double[length];
            for (int i = 0; i < length; i++)
            {
                floats[i] = (random.Below(1 << 24, (ulong)i) - (1 << 23)) * MathF.Pow(2, random.Below(20, (ulong)(length + i)) - 30);
                doubles[i] = floats[i] * 1.1;
            }

            mpi.BeginSum(floats);
            mpi.Sum(doubles);
            mpi.EndSums();
            hash.AppendData(MemoryMarshal.AsBytes(floats.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(doubles.AsSpan()));
        }

        RankLines.Write(mpi, $"hash {Convert.ToHexString(hash.GetHashAndReset())}");
    }

    /// <summary>An access violation stays an exception: libraries under MPI like to take its signal for themselves.</summary>
    private static void SignalsAreDotNets() =>
        Expect(Throws<NullReferenceException>(() => Console.WriteLine(Nothing()!.Length)), "the signal of an access violation");

    private static string? Nothing() => Environment.GetEnvironmentVariable("RNNGEN_PROBE_NOTHING");

    private static bool Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    private static void Expect(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new InvalidOperationException($"Not as it should be: {what}.");
        }
    }
}
