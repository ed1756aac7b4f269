using System;
using System.Text;
using RnnGen.Mpi;

namespace RnnGen.MpiProbe;

/// <summary>A line of each rank, written by rank 0: launchers may mix what several write at once.</summary>
internal static class RankLines
{
    /// <summary>Writes the lines in the order of the ranks.</summary>
    /// <param name="mpi">The ranks.</param>
    /// <param name="line">This one's; as long on each rank.</param>
    public static void Write(MpiCommunicator mpi, string line)
    {
        byte[] own = Encoding.UTF8.GetBytes(line), all = new byte[own.Length * mpi.Size];
        mpi.Gather(own, all);
        for (int rank = 0; mpi.Rank == 0 && rank < mpi.Size; rank++)
        {
            Console.WriteLine(Encoding.UTF8.GetString(all, rank * own.Length, own.Length));
        }
    }
}
