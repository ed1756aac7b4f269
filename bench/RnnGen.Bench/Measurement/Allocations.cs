using System;

namespace RnnGen.Bench.Measurement;

/// <summary>Managed memory that a call takes.</summary>
internal static class Allocations
{
    private const int Rounds = 5, MostCalls = 1000;
    private const double RoundMilliseconds = 100;

    /// <summary>Bytes of one call on all threads, rounded up; repetition keeps out what else the process takes meanwhile.</summary>
    /// <param name="run">Makes so many calls; warm.</param>
    /// <param name="milliseconds">Time of a call.</param>
    public static long PerCall(Action<int> run, double milliseconds)
    {
        int calls = (int)Math.Clamp(RoundMilliseconds / milliseconds, 1, MostCalls);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run(calls);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return (least + calls - 1) / calls;
    }
}
