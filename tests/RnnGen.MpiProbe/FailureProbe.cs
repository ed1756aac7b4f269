using System;
using System.Threading;
using RnnGen.Mpi;

namespace RnnGen.MpiProbe;

/// <summary>One rank fails while the others go on with sums.</summary>
internal static class FailureProbe
{
    /// <summary>Sums before the failure.</summary>
    private const int SumsBefore = 20;

    public static int Run(MpiCommunicator mpi, string failure, int failing)
    {
        float[] values = GC.AllocateArray<float>(1000, pinned: true);
        RankLines.Write(mpi, $"rank {mpi.Rank} is process {Environment.ProcessId,8}");
        for (int sum = 0; ; sum++)
        {
            if (sum == SumsBefore && mpi.Rank == failing)
            {
                switch (failure)
                {
                    case "throw":
                        throw new InvalidOperationException("The data of this rank are damaged.");
                    case "abort":
                        mpi.Abort("enough");
                        break;
                    case "hang":
                        Thread.Sleep(Timeout.Infinite);
                        break;
                    case "leave":
                        // Disposes of the communicator on the way.
                        return 0;
                    case "late":
                        // The others leave at once, this one comes after them.
                        Thread.Sleep(TimeSpan.FromSeconds(2.5));
                        return 0;
                    case "exit":
                        Environment.Exit(0);
                        break;
                    case "kill":
                        // By whoever has read the line below.
                        break;
                    default:
                        throw new ArgumentException($"No such failure: {failure}", nameof(failure));
                }
            }

            if (sum == SumsBefore && failure == "late")
            {
                return 0;
            }

            mpi.BeginSum(values);
            mpi.EndSums();
        }
    }
}
