using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RnnGen.Tests.Pictures;

/// <summary>A rectangle of a picture.</summary>
internal readonly record struct SvgBox(double Left, double Top, double Right, double Bottom)
{
    // Points of a curve are computed, and may miss an edge by as much as that rounds.
    private const double Rounding = 1e-6;

    /// <summary>Whether a point lies within it, not on its edge.</summary>
    public bool Holds((double X, double Y) point) => point.X > Left + Rounding && point.X < Right - Rounding
        && point.Y > Top + Rounding && point.Y < Bottom - Rounding;

    /// <summary>Whether the two have more in common than an edge.</summary>
    public bool Overlaps(SvgBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}

/// <summary>A picture of a network as a reader of the file sees it: boxes, ways of arrows, texts.</summary>
internal sealed partial class SvgPicture
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="text">The document.</param>
    public SvgPicture(string text)
    {
        Root = XDocument.Parse(text).Root!;
        Assert.Equal(Svg + "svg", Root.Name);
        Boxes = [.. Root.Descendants(Svg + "rect").Select(BoxOf)];
        Arrows = [.. Root.Descendants(Svg + "path").Select(path => WayOf((string)path.Attribute("d")!))];
        Texts = [.. Root.Descendants(Svg + "text").Select(line => line.Value)];
    }

    /// <summary>The document.</summary>
    public XElement Root { get; }

    /// <summary>The boxes, in the order of the values.</summary>
    public IReadOnlyList<SvgBox> Boxes { get; }

    /// <summary>Points along each arrow, in the order of the readers.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Arrows { get; }

    /// <summary>All texts.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The text of a child of the document.</summary>
    public string Child(string name) => Root.Element(Svg + name)!.Value;

    /// <summary>How many of its elements have a dashed stroke.</summary>
    public int Dashed(string name) => Root.Descendants(Svg + name).Count(element => element.Attribute("stroke-dasharray") is not null);

    /// <summary>
    /// Boxes stand apart and within the picture, and each arrow leads from what is read to who reads, through no other box.
    /// </summary>
    /// <param name="layers">The values.</param>
    public void IsLegible(IReadOnlyList<LayerInfo> layers)
    {
        SvgBox all = new(0, 0, Number(Root, "width"), Number(Root, "height"));
        Assert.Equal(layers.Count, Boxes.Count);
        for (int index = 0; index < Boxes.Count; index++)
        {
            SvgBox box = Boxes[index];
            Assert.True(
                box.Left > 0 && box.Top > 0 && box.Right < all.Right && box.Bottom < all.Bottom, $"box {index} leaves the picture");
            Assert.All(Boxes.Take(index), (other, number) => Assert.False(box.Overlaps(other), $"boxes {number} and {index} overlap"));
        }

        (int From, int To)[] reads = [.. layers.SelectMany(Reads)];
        Assert.Equal(reads.Length, Arrows.Count);
        foreach (((int from, int to), IReadOnlyList<(double X, double Y)> way) in reads.Zip(Arrows))
        {
            Assert.Equal(Boxes[from].Bottom, way[0].Y);
            Assert.InRange(way[0].X, Boxes[from].Left, Boxes[from].Right);
            Assert.InRange(way[^1].Y, Boxes[to].Top - 5, Boxes[to].Top);
            Assert.InRange(way[^1].X, Boxes[to].Left, Boxes[to].Right);
            Assert.All(way, point => Assert.True(all.Holds(point), $"the arrow from {from} to {to} leaves the picture"));
            for (int box = 0; box < Boxes.Count; box++)
            {
                Assert.False(way.Any(Boxes[box].Holds), $"the arrow from {from} to {to} runs through box {box}");
            }
        }
    }

    private static IEnumerable<(int From, int To)> Reads(LayerInfo layer, int index) =>
    [
        .. layer.Reads.Select(read => (read.Layer, index)),
        .. layer.InitialState is int source ? [(source, index)] : Array.Empty<(int, int)>(),
    ];

    private static SvgBox BoxOf(XElement rect)
    {
        double left = Number(rect, "x"), top = Number(rect, "y");
        return new SvgBox(left, top, left + Number(rect, "width"), top + Number(rect, "height"));
    }

    private static double Number(XElement element, string name) =>
        double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    /// <summary>Points of M, V and C, at most some pixels apart.</summary>
    private static List<(double X, double Y)> WayOf(string path)
    {
        List<(double X, double Y)> points = [];
        foreach (Match part in Part().Matches(path))
        {
            double[] numbers = [.. part.Groups[2].Value.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            (double x, double y) = points.LastOrDefault();
            for (int step = 1; step <= Points; step++)
            {
                double t = step / (double)Points, s = 1 - t;
                (double X, double Y)? point = part.Groups[1].Value switch
                {
                    "M" => step == Points ? (numbers[0], numbers[1]) : null,
                    "V" => (x, (s * y) + (t * numbers[0])),
                    _ => (Bezier(s, t, x, numbers[0], numbers[2], numbers[4]), Bezier(s, t, y, numbers[1], numbers[3], numbers[5])),
                };
                points.AddRange(point is (double, double) found ? [found] : []);
            }
        }

        return points;
    }

    private const int Points = 100;

    private static double Bezier(double s, double t, double a, double b, double c, double d) =>
        (s * s * s * a) + (3 * s * s * t * b) + (3 * s * t * t * c) + (t * t * t * d);

    [GeneratedRegex("([MVC])([^MVC]+)")]
    private static partial Regex Part();
}
