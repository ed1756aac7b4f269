using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Web.Networks.Digits;

/// <summary>A drawing of each digit, for those who do not draw.</summary>
public static class SampleDigits
{
    /// <summary>Numbers x y of each digit, strokes apart by commas, on a square of 28.</summary>
    private static readonly string[] Strokes =
    [
        "15 4 11 5 8 9 7 14 8 19 11 23 15 24 19 22 21 17 21 11 19 6 15 4 12 5",
        "11 8 15 4 15 24",
        "7 9 9 5 14 4 19 6 20 10 17 15 12 19 7 24 14 23 21 24",
        "8 6 13 4 18 5 19 9 16 13 12 14 17 14 20 18 18 22 13 24 8 22",
        "16 4 11 11 7 17 14 17 22 17, 17 12 17 24",
        "19 4 10 4 9 12 14 11 19 14 20 19 17 23 12 24 8 22",
        "17 4 12 8 8 14 8 20 12 24 17 23 19 19 17 15 12 15 8 18",
        "7 5 14 5 21 4 17 12 13 24",
        "15 13 10 10 10 6 14 4 18 6 18 10 15 13 10 17 9 21 13 24 18 23 19 18 15 13",
        "19 8 15 4 10 6 9 10 12 13 17 12 19 8 19 15 16 24",
    ];

    /// <summary>A drawing of a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    public static Drawing Of(int digit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digit, Strokes.Length);
        Drawing drawing = new();
        foreach (string stroke in Strokes[digit].Split(','))
        {
            Vector2[] corners = Corners(stroke);
            drawing.Begin(corners[0]);
            foreach (Vector2 place in Curve(corners))
            {
                drawing.MoveTo(place);
            }
        }

        return drawing;
    }

    private static Vector2[] Corners(string stroke)
    {
        string[] numbers = stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Vector2[] corners = new Vector2[numbers.Length / 2];
        for (int i = 0; i < corners.Length; i++)
        {
            corners[i] = new Vector2(int.Parse(numbers[2 * i]), int.Parse(numbers[(2 * i) + 1])) * Drawing.Side / DigitImage.Side;
        }

        return corners;
    }

    /// <summary>A Catmull-Rom spline through the corners.</summary>
    private static IEnumerable<Vector2> Curve(Vector2[] corners)
    {
        const int Parts = 6;
        for (int i = 0; i + 1 < corners.Length; i++)
        {
            Vector2 before = corners[Math.Max(0, i - 1)], from = corners[i], to = corners[i + 1];
            Vector2 after = corners[Math.Min(corners.Length - 1, i + 2)];
            for (int part = 1; part <= Parts; part++)
            {
                float t = (float)part / Parts;
                yield return 0.5f * ((2 * from) + ((to - before) * t) + (((2 * before) - (5 * from) + (4 * to) - after) * (t * t))
                    + (((3 * (from - to)) + after - before) * (t * t * t)));
            }
        }
    }
}
