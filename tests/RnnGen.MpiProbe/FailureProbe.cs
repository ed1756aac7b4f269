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

            if (sum == SumsBefore)
            {
                Console.WriteLine($"rank {mpi.Rank} is process {Environment.ProcessId}");
            }

            mpi.BeginSum(values);
            mpi.EndSums();
        }
    }
}
