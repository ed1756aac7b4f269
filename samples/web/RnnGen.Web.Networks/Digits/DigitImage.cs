using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Web.Networks.Digits;

/// <summary>
/// Makes an image as those of MNIST of a drawing: the digit fills a box of 20 x 20 pixels without a change of its proportions, its centre
/// of mass is the centre of 28 x 28 pixels, and a pixel is the share of its area that has ink. The pen is as wide as theirs, however
/// large the digit was drawn.
/// </summary>
public static class DigitImage
{
    /// <summary>Rows of an image, and pixels of a row.</summary>
    public const int Side = 28;

    private const int Box = 20;

    /// <summary>A pixel is the mean of so many samples along each axis.</summary>
    private const int Samples = 4;

    /// <summary>Samples along a side of the raster.</summary>
    private const int Raster = Side * Samples;

    /// <summary>Half the pen's width, in pixels.</summary>
    private const float Radius = 1.25f;

    /// <summary>Below this size, in units of the drawing, a digit is not made larger: a dot stays one.</summary>
    private const float Smallest = 40;

    /// <summary>Draws the image.</summary>
    /// <param name="drawing">The strokes.</param>
    /// <returns>The pixels, [28, 28], 0 to 1; all 0 for a drawing without strokes.</returns>
    public static float[] Of(Drawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        float[] pixels = new float[Side * Side];
        if (drawing.Strokes.Count == 0)
        {
            return pixels;
        }

        (Vector2 least, Vector2 most) = Bounds(drawing);
        Vector2 size = most - least;
        float scale = (Box - (2 * Radius)) / Math.Max(Smallest, Math.Max(size.X, size.Y));
        bool[] ink = Ink(drawing, (least + most) / 2, scale * Samples);
        (int right, int down) = ToCentreOfMass(ink);
        for (int row = 0; row < Raster; row++)
        {
            for (int column = 0; column < Raster; column++)
            {
                int y = row + down, x = column + right;
                if ((uint)y < Raster && (uint)x < Raster && ink[(y * Raster) + x])
                {
                    pixels[(row / Samples * Side) + (column / Samples)] += 1f / (Samples * Samples);
                }
            }
        }

        return pixels;
    }

    private static (Vector2 Least, Vector2 Most) Bounds(Drawing drawing)
    {
        Vector2 least = drawing.Strokes[0][0], most = least;
        foreach (IReadOnlyList<Vector2> stroke in drawing.Strokes)
        {
            foreach (Vector2 place in stroke)
            {
                (least, most) = (Vector2.Min(least, place), Vector2.Max(most, place));
            }
        }

        return (least, most);
    }

    /// <summary>Which samples have ink, [112, 112], when <paramref name="middle"/> is in the middle of the raster.</summary>
    private static bool[] Ink(Drawing drawing, Vector2 middle, float scale)
    {
        bool[] ink = new bool[Raster * Raster];
        foreach (IReadOnlyList<Vector2> stroke in drawing.Strokes)
        {
            Vector2 from = OnRaster(stroke[0]);
            foreach (Vector2 place in stroke)
            {
                Vector2 to = OnRaster(place);
                Line(ink, from, to);
                from = to;
            }
        }

        return ink;

        Vector2 OnRaster(Vector2 place) => ((place - middle) * scale) + new Vector2(Raster / 2f);
    }

    /// <summary>Inks the samples whose centres are within the pen's radius of a line.</summary>
    private static void Line(bool[] ink, Vector2 from, Vector2 to)
    {
        const float Reach = Radius * Samples;
        Vector2 low = Vector2.Min(from, to) - new Vector2(Reach), high = Vector2.Max(from, to) + new Vector2(Reach), along = to - from;
        float inverse = along == Vector2.Zero ? 0 : 1 / along.LengthSquared();
        for (int row = Math.Max(0, (int)low.Y); row <= Math.Min(Raster - 1, (int)high.Y); row++)
        {
            for (int column = Math.Max(0, (int)low.X); column <= Math.Min(Raster - 1, (int)high.X); column++)
            {
                Vector2 sample = new(column + 0.5f, row + 0.5f);
                float part = Math.Clamp(Vector2.Dot(sample - from, along) * inverse, 0, 1);
                if (Vector2.DistanceSquared(sample, from + (part * along)) <= Reach * Reach)
                {
                    ink[(row * Raster) + column] = true;
                }
            }
        }
    }

    /// <summary>How far the centre of mass of the ink is right of and below the raster's centre, in samples.</summary>
    private static (int Right, int Down) ToCentreOfMass(bool[] ink)
    {
        long columns = 0, rows = 0, count = 0;
        for (int i = 0; i < ink.Length; i++)
        {
            if (ink[i])
            {
                (columns, rows, count) = (columns + (i % Raster), rows + (i / Raster), count + 1);
            }
        }

        return (Away(columns), Away(rows));

        int Away(long sum) => (int)MathF.Round(((float)sum / count) + 0.5f - (Raster / 2f));
    }
}
