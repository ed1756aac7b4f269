using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Pictures;

/// <summary>
/// Ways for arrows past the rows between a value and readers farther below: straight lanes beside boxes, the nearest that is free. Readers
/// of one value share a lane.
/// </summary>
internal static class PictureLanes
{
    private const double Clearance = 12, Step = 12;

    /// <summary>Gives each arrow that passes rows its lane.</summary>
    /// <param name="rows">The rows with their boxes in place.</param>
    /// <param name="wires">The arrows.</param>
    public static void Find(IReadOnlyList<PictureBox[]> rows, IReadOnlyList<PictureWire> wires)
    {
        List<PictureLane> lanes = [];
        IEnumerable<IGrouping<(PictureBox, bool), PictureWire>> groups = wires
            .Where(wire => wire.To.Row > wire.From.Row + 1)
            .GroupBy(wire => (wire.From, wire.IsState));

        // Short ones first: they are nearest to the boxes, so that long ones need not cross them.
        foreach (PictureWire[] group in groups.Select(group => group.ToArray()).OrderBy(Length))
        {
            int first = group[0].From.Row + 1, last = group.Max(wire => wire.To.Row) - 1;
            double middle = group.Average(wire => wire.End);
            (double Left, double Right)[] boxes = [.. rows.Skip(first).Take(last - first + 1).SelectMany(row => row).Select(Ends)];
            PictureLane[] others = [.. lanes.Where(lane => lane.FirstRow <= last && lane.LastRow >= first)];
            double x = Candidates(group, boxes, others)
                .Where(x => boxes.All(box => x <= box.Left || x >= box.Right) && others.All(lane => Math.Abs(lane.X - x) >= Step))
                .MinBy(x => Math.Abs(x - group[0].From.X) + Math.Abs(x - middle));
            PictureLane lane = new(first, last, x);
            lanes.Add(lane);
            foreach (PictureWire wire in group)
            {
                wire.Lane = lane;
            }
        }
    }

    private static int Length(PictureWire[] group) => group.Max(wire => wire.To.Row) - group[0].From.Row;

    private static (double Left, double Right) Ends(PictureBox box) =>
        (box.X - (box.Width / 2) - Clearance, box.X + (box.Width / 2) + Clearance);

    /// <summary>
    /// Straight down, straight up from a reader, beside each box and beside each lane: the outermost of the last two are free.
    /// </summary>
    private static IEnumerable<double> Candidates(
        PictureWire[] group, (double Left, double Right)[] boxes, PictureLane[] others) =>
    [
        group[0].From.X,
        .. group.Select(wire => wire.End),
        .. boxes.Select(box => box.Right),
        .. boxes.Select(box => box.Left),
        .. others.Select(lane => lane.X + Step),
        .. others.Select(lane => lane.X - Step),
    ];
}
