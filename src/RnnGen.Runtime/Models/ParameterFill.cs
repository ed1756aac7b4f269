using System;
using RnnGen.Numerics;
using RnnGen.Threading;

namespace RnnGen;

/// <summary>
/// Fills the parameters of a new model. Every number is a function of the seed, the parameter and its place, in arithmetic that gives
/// the same bits on every machine.
/// </summary>
internal static class ParameterFill
{
    // Streams of the seed: a parameter as a whole has its number, a region that of the parameter and its own, counted from 1, above.
    private const int RegionShift = 32;
    private const ulong SharedMatrices = 1UL << 63;

    /// <summary>Fills a parameter, then its regions.</summary>
    /// <param name="info">The parameter.</param>
    /// <param name="seed">The seed of the model.</param>
    /// <param name="number">The parameter's number in the model.</param>
    /// <param name="values">Its elements.</param>
    /// <exception cref="ArgumentException">A region does not lie within the parameter; nothing has been filled.</exception>
    public static void Fill(ParameterInfo info, ulong seed, int number, Span<float> values)
    {
        int columns = info.Columns, rows = columns == 0 ? 0 : values.Length / columns;
        foreach (InitializerRegion region in info.Regions)
        {
            Check(info.Name, region, rows, columns);
        }

        Fill(new InitializerRegion(0, rows, 0, columns, info.Initializer), new CounterRandom(seed, (ulong)number), values, columns);
        for (int index = 0; index < info.Regions.Count; index++)
        {
            InitializerRegion region = info.Regions[index];
            ulong stream = region.Matrix is SharedMatrix shared
                ? SharedMatrices | (uint)shared.Number
                : ((ulong)(index + 1) << RegionShift) | (uint)number;
            Fill(region, new CounterRandom(seed, stream), values, columns);
        }
    }

    private static void Fill(InitializerRegion region, CounterRandom random, Span<float> values, int stride)
    {
        int matrixColumns = region.Matrix?.Columns ?? region.Columns, first = region.Matrix?.FirstColumn ?? 0;
        ParameterInitializer initializer = region.Initializer;
        double[] orthogonal = initializer.Kind == InitializerKind.Orthogonal
            ? OrthogonalMatrix.Draw(random, region.Rows, matrixColumns, WorkerTeam.DefaultThreads)
            : [];
        for (int row = 0; row < region.Rows; row++)
        {
            Span<float> target = values.Slice(((region.Row + row) * stride) + region.Column, region.Columns);
            long start = ((long)row * matrixColumns) + first;
            switch (initializer.Kind)
            {
                case InitializerKind.Constant:
                    target.Fill(initializer.Value);
                    break;
                case InitializerKind.Uniform:
                    random.FillUniform((ulong)start, initializer.Value, target);
                    break;
                case InitializerKind.Normal:
                    for (int i = 0; i < target.Length; i++)
                    {
                        target[i] = (float)(initializer.Value * random.Normal((ulong)(start + i)));
                    }

                    break;
                case InitializerKind.TruncatedNormal:
                    for (int i = 0; i < target.Length; i++)
                    {
                        target[i] = (float)(initializer.Value * random.TruncatedNormal((ulong)(start + i)));
                    }

                    break;
                case InitializerKind.Orthogonal:
                    for (int i = 0; i < target.Length; i++)
                    {
                        target[i] = (float)(initializer.Value * orthogonal[start + i]);
                    }

                    break;
                default:
                    throw new ArgumentOutOfRangeException(
                        nameof(region), initializer.Kind, $"{initializer.Kind} is no kind of initializer.");
            }

            if (initializer.Mean != 0)
            {
                foreach (ref float value in target)
                {
                    value += initializer.Mean;
                }
            }
        }
    }

    private static void Check(string name, InitializerRegion region, int rows, int columns)
    {
        CheckRange(name, "rows", region.Row, region.Rows, rows);
        CheckRange(name, "columns", region.Column, region.Columns, columns);
        if (region.Matrix is SharedMatrix shared)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(shared.Number);
            CheckRange(name, $"columns of the shared matrix {shared.Number}", shared.FirstColumn, region.Columns, shared.Columns);
        }
    }

    private static void CheckRange(string name, string what, int first, int count, int all)
    {
        if (first < 0 || count < 1 || (long)first + count > all)
        {
            throw new ArgumentException($"{name}: a region of {count} {what} from {first} on does not lie within {all}.");
        }
    }
}
