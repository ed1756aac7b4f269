using System;

namespace RnnGen.Threading;

/// <summary>
/// The groups of rows that a prediction of a large batch goes through, compiled into both halves of the package: a budget of memory counts
/// the rows that are held at once.
/// </summary>
internal static class RowGroups
{
    /// <summary>A part starts at a multiple of the largest row tile, so that at most one part has rows outside whole tiles.</summary>
    public const int RowMultiple = 8;

    private const long FloatsAtOnce = 16 * 1024 * 1024;

    /// <summary>How many rows to predict at once, so that what is kept of every step stays within 64 MB.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="steps">Steps of the batch.</param>
    /// <param name="floatsPerStep">Floats kept of one step of one row.</param>
    public static int RowsAtOnce(int rows, int steps, int floatsPerStep)
    {
        long fit = FloatsAtOnce / Math.Max(1, ((long)steps + 1) * floatsPerStep), most = Math.Max(1, rows);
        return (int)Math.Min(most, Math.Max(Math.Min(RowMultiple, most), fit / RowMultiple * RowMultiple));
    }
}
