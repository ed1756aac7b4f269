using System;
using System.Diagnostics;
using RnnGen.Mpi;

namespace RnnGen.MpiProbe;

internal static class SpeedProbe
{
    public static void Run(MpiCommunicator mpi)
    {
        foreach (int n in new[] { 1, 256, 4096, 16384, 65536, 262144, 1048576 })
        {
            float[] v = GC.AllocateArray<float>(n, pinned: true);
            double best = 1e9;
            for (int i = 0; i < 40; i++)
            {
                mpi.Barrier();
                long t = Stopwatch.GetTimestamp();
                mpi.BeginSum(v);
                mpi.EndSums();
                best = Math.Min(best, Stopwatch.GetElapsedTime(t).TotalMicroseconds);
            }

            if (mpi.Rank == 0)
            {
                Console.WriteLine($"{n} floats: {best:0.0} us");
            }
        }
    }
}
