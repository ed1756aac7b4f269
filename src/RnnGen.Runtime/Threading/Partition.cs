using System;

namespace RnnGen.Threading;

/// <summary>Splits rows and columns into parts.</summary>
internal static class Partition
{
    private const int RowMultiple = RowGroups.RowMultiple, HalfTile = 4;

    // About 20 microseconds on one core: less is not worth waking a thread.
    // Settable for tests, which share out work that is not worth it.
    internal static long MultiplyAddsPerPart = 1_000_000;

    /// <summary>For tests, which have more threads wait for each other than there are processors.</summary>
    internal static int Processors = Environment.ProcessorCount;

    // What a thread works on in one step of a group of rows stays within its second-level cache.
    // Settable for tests, which want many groups.
    internal static long StepFloatsAtOnce = 64 * 1024;

    /// <summary>How many parts are worth their threads.</summary>
    /// <param name="threads">Threads available.</param>
    /// <param name="rows">Rows to split.</param>
    /// <param name="multiplyAdds">All the work.</param>
    public static int Parts(int threads, int rows, long multiplyAdds) =>
        (int)Math.Max(1, Math.Min(Math.Min(threads, (rows + RowMultiple - 1) / RowMultiple), multiplyAdds / MultiplyAddsPerPart));

    /// <summary>
    /// How many threads are worth it to do work together: no more than processors, because they wait for each other spinning.
    /// </summary>
    /// <param name="threads">Threads available.</param>
    /// <param name="multiplyAdds">All the work.</param>
    public static int Members(int threads, long multiplyAdds) =>
        (int)Math.Max(1, Math.Min(Math.Min(threads, Processors), multiplyAdds / MultiplyAddsPerPart));

    /// <summary>
    /// How many rows to compute for so many of one step: two or three beyond whole tiles of four take longer one by one than a tile.
    /// </summary>
    public static int StepRows(int rows) => rows % HalfTile >= 2 ? rows + HalfTile - (rows % HalfTile) : rows;

    /// <summary>How many rows to take at once through one step: groups of about equal size.</summary>
    /// <param name="rows">All rows that step.</param>
    /// <param name="threads">Threads available.</param>
    /// <param name="floatsPerRow">About how many floats a step of a row works on.</param>
    public static int StepRowsAtOnce(int rows, int threads, long floatsPerRow)
    {
        long fit = Math.Max(RowMultiple, threads * StepFloatsAtOnce / floatsPerRow), groups = (rows + fit - 1) / fit;
        return groups <= 1 ? rows : (int)((((rows + groups - 1) / groups) + RowMultiple - 1) / RowMultiple * RowMultiple);
    }

    /// <summary>The rows of a part.</summary>
    public static void Rows(int rows, int part, int parts, out int first, out int count) =>
        Range(rows, RowMultiple, part, parts, out first, out count);

    /// <summary>A part of <paramref name="total"/> items in multiples of <paramref name="multiple"/>.</summary>
    public static void Range(int total, int multiple, int part, int parts, out int first, out int count)
    {
        long units = (total + multiple - 1) / multiple;
        first = Math.Min(total, (int)(units * part / parts) * multiple);
        count = Math.Min(total, (int)(units * (part + 1) / parts) * multiple) - first;
    }
}
