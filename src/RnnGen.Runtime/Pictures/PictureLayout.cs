using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Pictures;

/// <summary>
/// Where the boxes of a network stand, and which way its arrows take: rows from the top to the bottom, so that each value stands below all
/// that it is made of. Arrows bend between rows alone, and pass a row in a lane in which no box stands.
/// </summary>
internal sealed class PictureLayout
{
    /// <summary>Height of the last, straight part of an arrow, beside which its label stands.</summary>
    public const double Straight = 20;

    private const double Margin = 16, MinGap = 44, MaxGap = 110;

    private readonly List<PictureBox[]> _rows = [];
    private readonly List<(double Top, double Bottom)> _ends = [];

    private PictureLayout(IReadOnlyList<PictureBox> boxes, IReadOnlyList<PictureWire> wires)
    {
        Boxes = boxes;
        Wires = wires;
    }

    /// <summary>The boxes, in the order of the values.</summary>
    public IReadOnlyList<PictureBox> Boxes { get; }

    /// <summary>The arrows.</summary>
    public IReadOnlyList<PictureWire> Wires { get; }

    /// <summary>Width of the whole.</summary>
    public double Width { get; private set; }

    /// <summary>Height of the whole.</summary>
    public double Height { get; private set; }

    /// <summary>Lays a network out.</summary>
    /// <param name="description">The model.</param>
    /// <exception cref="InvalidOperationException">It has no layers, or a layer reads what does not stand above it.</exception>
    public static PictureLayout Of(ModelDescription description)
    {
        Check(description);
        PictureBox[] boxes = [.. description.Layers.Select((layer, index) => new PictureBox(index, layer, description))];
        PictureLayout layout = new(boxes, [.. boxes.SelectMany(box => WiresOf(box, boxes))]);
        layout.FormRows();
        PictureColumns.Place(layout._rows, layout.Wires);
        PictureLanes.Find(layout._rows, layout.Wires);
        layout.Finish();
        return layout;
    }

    /// <summary>Upper and lower end of a row.</summary>
    public (double Top, double Bottom) Row(int row) => _ends[row];

    private static void Check(ModelDescription description)
    {
        if (description.Layers.Count == 0)
        {
            throw new InvalidOperationException($"{description.Name} has no layers to draw: an earlier package has generated it.");
        }

        LayerText.CheckReads(description);
    }

    private static IEnumerable<PictureWire> WiresOf(PictureBox box, PictureBox[] boxes)
    {
        for (int port = 0; port < box.Layer.Reads.Count; port++)
        {
            yield return new PictureWire(boxes[box.Layer.Reads[port].Layer], box, port, IsState: false);
        }

        if (box.Layer.InitialState is int source)
        {
            yield return new PictureWire(boxes[source], box, box.Layer.Reads.Count, IsState: true);
        }
    }

    /// <summary>A value stands a row below the lowest one that it is made of; an input a row above its first reader.</summary>
    private void FormRows()
    {
        ILookup<PictureBox, PictureBox> sources = Wires.ToLookup(wire => wire.To, wire => wire.From);
        ILookup<PictureBox, PictureBox> readers = Wires.ToLookup(wire => wire.From, wire => wire.To);
        foreach (PictureBox box in Boxes)
        {
            box.Row = sources[box].Select(source => source.Row + 1).DefaultIfEmpty().Max();
        }

        foreach (PictureBox input in Boxes.Where(box => !sources[box].Any() && readers[box].Any()))
        {
            input.Row = readers[input].Min(reader => reader.Row) - 1;
        }

        _rows.AddRange(Boxes.GroupBy(box => box.Row).OrderBy(row => row.Key).Select(row => row.ToArray()));
    }

    /// <summary>Heights, now that it is known how far arrows go to the side, and all of it to the right of 0.</summary>
    private void Finish()
    {
        double left = Boxes.Min(box => box.X - (box.Width / 2)), right = Boxes.Max(box => box.X + (box.Width / 2));
        foreach (PictureLane lane in Wires.Select(wire => wire.Lane).OfType<PictureLane>())
        {
            (left, right) = (Math.Min(left, lane.X), Math.Max(right, lane.X));
        }

        double shift = Margin - left, y = Margin;
        for (int row = 0; row < _rows.Count; row++)
        {
            double bottom = y + _rows[row].Max(box => box.Height);
            foreach (PictureBox box in _rows[row])
            {
                box.X += shift;
                box.Y = y;
            }

            _ends.Add((y, bottom));
            y = bottom + Gap(row) + Straight;
        }

        foreach (PictureWire wire in Wires)
        {
            wire.Lane = wire.Lane is PictureLane lane ? lane with { X = lane.X + shift } : null;
        }

        Width = right - left + (2 * Margin);
        Height = _ends[^1].Bottom + Margin;
    }

    /// <summary>The farther arrows go to the side below a row, the more room they have for it.</summary>
    private double Gap(int row)
    {
        double far = 0;
        foreach (PictureWire wire in Wires)
        {
            if (wire.From.Row == row)
            {
                far = Math.Max(far, Math.Abs(wire.From.X - (wire.Lane?.X ?? wire.End)));
            }
            else if (wire.To.Row == row + 1 && wire.Lane is PictureLane lane)
            {
                far = Math.Max(far, Math.Abs(lane.X - wire.End));
            }
        }

        return Math.Round(Math.Clamp(far / 8, MinGap - Straight, MaxGap));
    }
}
