using System;
using System.Collections.Generic;
using System.Numerics;
using RnnGen.Web.Networks.Digits;

namespace RnnGen.Web.Tests.Digits;

/// <summary>Drawings made of others.</summary>
internal static class Drawings
{
    /// <summary>The same strokes elsewhere.</summary>
    public static Drawing Moved(Drawing drawing, Func<Vector2, Vector2> move)
    {
        Drawing moved = new();
        foreach (IReadOnlyList<Vector2> stroke in drawing.Strokes)
        {
            moved.Begin(move(stroke[0]));
            foreach (Vector2 place in stroke)
            {
                moved.MoveTo(move(place));
            }
        }

        return moved;
    }

    /// <summary>The same digit as another hand draws it: smaller, turned by some degrees, slanted, and not in the middle.</summary>
    public static Drawing Untidy(Drawing drawing, int seed)
    {
        Random random = new(seed);
        (float sine, float cosine) = MathF.SinCos((random.NextSingle() - 0.5f) * 0.3f);
        float scale = 0.5f + (0.3f * random.NextSingle()), slant = (random.NextSingle() - 0.5f) * 0.3f;
        Vector2 middle = new(110 + (60 * random.NextSingle()), 110 + (60 * random.NextSingle()));
        return Moved(drawing, place =>
        {
            Vector2 from = (place - new Vector2(Drawing.Side / 2f)) * scale;
            from.X -= slant * from.Y;
            return middle + new Vector2((cosine * from.X) - (sine * from.Y), (sine * from.X) + (cosine * from.Y));
        });
    }
}
