using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Random matrices with orthonormal columns or rows: the Q of the decomposition A = Q·R of a matrix of normal numbers, with a positive
/// diagonal of R, without which not all matrices were equally likely (Mezzadri: How to generate random matrices from the classical
/// compact groups, Notices of the AMS 54, 2007).
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Draws a matrix.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns; where there are more of them than rows, the rows are orthonormal.</param>
    /// <returns>[<paramref name="rows"/>, <paramref name="columns"/>], the same bits on every machine.</returns>
    public static double[] Draw(CounterRandom random, int rows, int columns)
    {
        int length = Math.Max(rows, columns), count = Math.Min(rows, columns);
        double[] vectors = new double[(long)length * count];
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = random.Normal((ulong)i);
        }

        Orthonormalize(vectors, count, length);
        return rows > columns ? Transposed(vectors, count, length) : vectors;
    }

    /// <summary>
    /// Gram and Schmidt's method in its modified order, which makes R's diagonal positive by itself. What is missing from orthogonality is
    /// the rounding error times the condition number (Björck 1967), about as many as there are vectors: 1e-12, far below a float's.
    /// </summary>
    private static void Orthonormalize(double[] vectors, int count, int length)
    {
        for (int k = 0; k < count; k++)
        {
            Span<double> vector = vectors.AsSpan(k * length, length);
            double norm = Math.Sqrt(Dot(vector, vector));
            foreach (ref double element in vector)
            {
                element /= norm;
            }

            for (int other = k + 1; other < count; other++)
            {
                Span<double> rest = vectors.AsSpan(other * length, length);
                Subtract(Dot(vector, rest), vector, rest);
            }
        }
    }

    /// <summary>Σ a[i]·b[i], element i in lane i mod 8 on any hardware, products and sums rounded separately.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector512<double>> wideA = MemoryMarshal.Cast<double, Vector512<double>>(a);
        ReadOnlySpan<Vector512<double>> wideB = MemoryMarshal.Cast<double, Vector512<double>>(b);
        Vector512<double> lanes = Vector512<double>.Zero;
        for (int i = 0; i < wideA.Length; i++)
        {
            lanes += wideA[i] * wideB[i];
        }

        Vector256<double> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        double sum = two[0] + two[1];
        for (int i = wideA.Length * Vector512<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>rest -= factor·vector.</summary>
    private static void Subtract(double factor, ReadOnlySpan<double> vector, Span<double> rest)
    {
        ReadOnlySpan<Vector512<double>> wide = MemoryMarshal.Cast<double, Vector512<double>>(vector);
        Span<Vector512<double>> wideRest = MemoryMarshal.Cast<double, Vector512<double>>(rest);
        for (int i = 0; i < wide.Length; i++)
        {
            wideRest[i] -= wide[i] * factor;
        }

        for (int i = wide.Length * Vector512<double>.Count; i < vector.Length; i++)
        {
            rest[i] -= vector[i] * factor;
        }
    }

    private static double[] Transposed(double[] vectors, int count, int length)
    {
        double[] columns = new double[vectors.Length];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < length; i++)
            {
                columns[(i * count) + k] = vectors[(k * length) + i];
            }
        }

        return columns;
    }
}
