using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Pictures;

/// <summary>
/// Orders the boxes of each row and places them: each as near as there is room for to the middle of what it reads and of its readers.
/// </summary>
internal static class PictureColumns
{
    private const double Space = 28;
    private const int Passes = 8;

    /// <summary>Places all boxes.</summary>
    /// <param name="rows">The rows; receives the order of each.</param>
    /// <param name="wires">The arrows.</param>
    public static void Place(List<PictureBox[]> rows, IReadOnlyList<PictureWire> wires)
    {
        ILookup<PictureBox, PictureWire> above = wires.ToLookup(wire => wire.To), below = wires.ToLookup(wire => wire.From);
        foreach (PictureBox[] row in rows)
        {
            // The order of a row is settled from the top: by what is above, in the order of declaration where that is the same.
            Order(row, box => Wanted(box, above[box], []));
            Settle(row, box => Wanted(box, above[box], []));
        }

        for (int pass = 0; pass < Passes; pass++)
        {
            foreach (PictureBox[] row in pass % 2 == 0 ? rows.AsEnumerable().Reverse() : rows)
            {
                Settle(row, box => Wanted(box, above[box], below[box]));
            }
        }

        // What reads one value stands straight below it, so that a stack is a straight line.
        foreach (PictureBox[] row in rows)
        {
            Settle(row, box => above[box].Where(IsNear).ToArray() is { Length: > 0 } near ? Wanted(box, near, []) : box.X);
        }
    }

    private static bool IsNear(PictureWire wire) => wire.To.Row == wire.From.Row + 1;

    private static void Order(PictureBox[] row, Func<PictureBox, double> wanted)
    {
        PictureBox[] ordered = [.. row.OrderBy(wanted).ThenBy(box => box.Index)];
        ordered.CopyTo(row, 0);
    }

    /// <summary>Where a box would stand straight below and above: near ones count for more than those some rows away.</summary>
    private static double Wanted(PictureBox box, IEnumerable<PictureWire> above, IEnumerable<PictureWire> below)
    {
        double sum = 0, weights = 0;
        foreach (PictureWire wire in above)
        {
            Add(wire, wire.From.X - box.Ports[wire.Port]);
        }

        foreach (PictureWire wire in below)
        {
            Add(wire, wire.End);
        }

        return weights == 0 ? 0 : sum / weights;

        void Add(PictureWire wire, double x)
        {
            int rows = wire.To.Row - wire.From.Row;
            double weight = 1.0 / (rows * rows);
            sum += weight * x;
            weights += weight;
        }
    }

    /// <summary>
    /// The places x, at least the half widths and a space apart, with the least Σ (x - wanted)²: an isotonic regression of what is wanted
    /// less the room that the boxes to the left take, by pooling neighbours that are in each other's way.
    /// </summary>
    private static void Settle(PictureBox[] row, Func<PictureBox, double> wanted)
    {
        List<(double Sum, int Count)> pools = [];
        double[] room = new double[row.Length];
        for (int index = 0; index < row.Length; index++)
        {
            room[index] = index == 0 ? 0 : room[index - 1] + ((row[index - 1].Width + row[index].Width) / 2) + Space;
            (double Sum, int Count) pool = (wanted(row[index]) - room[index], 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Count > pool.Sum / pool.Count)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        int next = 0;
        foreach ((double sum, int count) in pools)
        {
            for (int end = next + count; next < end; next++)
            {
                row[next].X = Math.Round((sum / count) + room[next]);
            }
        }
    }
}
