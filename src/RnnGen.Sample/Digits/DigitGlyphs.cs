using System.Collections.Generic;

namespace RnnGen.Sample.Digits;

/// <summary>One movement of the pen.</summary>
/// <param name="Smooth">A curve through the points (Catmull and Rom), or straight lines between them.</param>
/// <param name="Points">x and y in turn, 0 to 1, y downwards.</param>
internal sealed record Stroke(bool Smooth, float[] Points);

/// <summary>One way to write a digit.</summary>
/// <param name="Weight">How common it is among the ways to write its digit.</param>
/// <param name="Strokes">The pen's movements. A point that repeats an earlier one stays joined to it under jitter.</param>
internal sealed record Glyph(int Weight, Stroke[] Strokes);

/// <summary>The shapes of the digits, in the unit square.</summary>
internal static class DigitGlyphs
{
    /// <summary>The ways to write each digit, [10].</summary>
    public static IReadOnlyList<Glyph[]> All { get; } =
    [
        [
            Write(4, Curve(.5f, 0, .15f, .18f, .05f, .5f, .15f, .82f, .5f, 1, .85f, .82f, .95f, .5f, .85f, .18f, .5f, 0)),
            Write(1, Curve(.7f, .08f, .35f, .03f, .1f, .4f, .2f, .9f, .6f, 1, .9f, .6f, .8f, .12f, .45f, .1f)),
        ],
        [
            Write(5, Line(.5f, 0, .5f, 1)),
            Write(3, Line(.25f, .22f, .52f, 0, .52f, 1)),
            Write(1, Line(.25f, .22f, .52f, 0, .52f, 1), Line(.2f, 1, .82f, 1)),
        ],
        [
            Write(3, Curve(.1f, .25f, .3f, .03f, .65f, .02f, .85f, .25f, .7f, .52f, .35f, .8f, .06f, 1), Line(.06f, 1, .95f, .97f)),
            Write(2, Curve(.08f, .2f, .42f, 0, .8f, .2f, .68f, .55f, .32f, .9f, .1f, .88f, .2f, .74f, .5f, .88f, .98f, .95f)),
        ],
        [
            Write(3, Curve(.1f, .15f, .45f, 0, .8f, .2f, .65f, .42f, .38f, .48f),
                Curve(.38f, .48f, .8f, .57f, .88f, .8f, .5f, 1, .08f, .86f)),
            Write(1, Line(.1f, .02f, .85f, 0, .42f, .42f), Curve(.42f, .42f, .82f, .58f, .8f, .88f, .45f, 1, .08f, .88f)),
        ],
        [
            Write(3, Line(.22f, 0, .08f, .55f, .95f, .53f), Line(.74f, .08f, .68f, 1)),
            Write(2, Line(.68f, 1, .7f, 0, .05f, .64f, .95f, .64f)),
            Write(1, Curve(.15f, .05f, .12f, .42f, .45f, .52f, .8f, .4f), Line(.85f, .02f, .8f, .4f, .72f, 1)),
        ],
        [
            Write(3, Line(.85f, .02f, .25f, 0, .18f, .42f), Curve(.18f, .42f, .55f, .36f, .88f, .6f, .76f, .9f, .4f, 1, .08f, .88f)),
            Write(2, Curve(.88f, .04f, .4f, .02f, .22f, .3f, .55f, .46f, .82f, .68f, .6f, .96f, .12f, .92f)),
        ],
        [
            Write(3, Curve(.75f, 0, .36f, .25f, .1f, .64f, .3f, .97f, .68f, .95f, .85f, .7f, .6f, .52f, .26f, .6f, .12f, .76f)),
            Write(1, Curve(.4f, 0, .16f, .36f, .1f, .74f, .4f, 1, .78f, .86f, .72f, .62f, .42f, .62f, .3f, .84f)),
        ],
        [
            Write(3, Line(.05f, .03f, .92f, 0, .4f, 1)),
            Write(1, Line(.05f, .03f, .92f, 0, .4f, 1), Line(.32f, .5f, .86f, .48f)),
            Write(2, Curve(.05f, .16f, .35f, .02f, .85f, .04f, .7f, .4f, .5f, .72f, .45f, 1)),
        ],
        [
            Write(2, Curve(.5f, .48f, .15f, .25f, .5f, 0, .85f, .25f, .5f, .48f, .1f, .75f, .5f, 1, .9f, .75f, .5f, .48f)),
            Write(2, Curve(.82f, .12f, .5f, 0, .2f, .22f, .5f, .48f, .85f, .76f, .5f, 1, .15f, .78f, .5f, .5f, .82f, .12f)),
        ],
        [
            Write(2, Curve(.85f, .2f, .5f, 0, .12f, .25f, .35f, .5f, .7f, .42f, .85f, .2f), Line(.85f, .2f, .82f, .6f, .72f, 1)),
            Write(2, Curve(.85f, .18f, .5f, 0, .12f, .25f, .35f, .5f, .7f, .42f, .85f, .18f, .84f, .6f, .6f, .95f, .2f, .94f)),
        ],
    ];

    private static Glyph Write(int weight, params Stroke[] strokes) => new(weight, strokes);

    private static Stroke Curve(params float[] points) => new(true, points);

    private static Stroke Line(params float[] points) => new(false, points);
}
