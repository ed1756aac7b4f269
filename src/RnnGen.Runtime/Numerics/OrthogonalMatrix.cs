using System;
using RnnGen.Threading;

namespace RnnGen.Numerics;

/// <summary>
/// Random matrices with orthonormal columns or rows: the Q of the decomposition A = Q·R of a matrix of normal numbers, with a positive
/// diagonal of R, without which not all matrices were equally likely (Mezzadri: How to generate random matrices from the classical
/// compact groups, Notices of the AMS 54, 2007).
/// </summary>
internal static class OrthogonalMatrix
{
    // A number costs about as much as this many multiply-adds.
    private const int NumberCost = 64;

    /// <summary>Draws a matrix.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns; where there are more of them than rows, the rows are orthonormal.</param>
    /// <param name="threads">Threads to use, which has no effect on the numbers.</param>
    /// <returns>[<paramref name="rows"/>, <paramref name="columns"/>], the same bits on every machine.</returns>
    public static double[] Draw(CounterRandom random, int rows, int columns, int threads)
    {
        int length = Math.Max(rows, columns), count = Math.Min(rows, columns);
        double[] matrix = new double[(long)length * count];
        WorkerTeam.Run(
            new PartitionedWork((_, part, parts) =>
            {
                Partition.Rows(length, part, parts, out int first, out int taken);
                for (int row = first; row < first + taken; row++)
                {
                    for (int vector = 0; vector < count; vector++)
                    {
                        matrix[(row * count) + vector] = random.Normal(((ulong)vector * (uint)length) + (uint)row);
                    }
                }
            }),
            0,
            Partition.Parts(threads, length, (long)matrix.Length * NumberCost));
        HouseholderQr.Orthonormalize(matrix, length, count, threads);
        return rows < columns ? Transposed(matrix, length, count) : matrix;
    }

    private static double[] Transposed(double[] matrix, int rows, int columns)
    {
        double[] transposed = new double[matrix.Length];
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return transposed;
    }
}
