using System;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Digits;

/// <summary>Writes one digit after the other; each thread has its own.</summary>
internal sealed class DigitWriter
{
    private const int Side = MnistDataSets.Side;

    /// <summary>Most points of a stroke: enough for every glyph.</summary>
    private const int MaximumPoints = 16;

    /// <summary>Straight pieces between two points of a curve.</summary>
    private const int CurvePieces = 5;

    /// <summary>Height of an upright digit of scale 1 in pixels: MNIST's.</summary>
    private const float Height = 20, Width = 14;

    // Chosen so that 55,000 images are harder for softmax regression than MNIST is (0.858 of the test set, MNIST 0.924), but not for a
    // network that sees shapes (784-128-10 perceptron, two epochs: 0.982, MNIST 0.959). A little more of each and the former falls fast.
    private const float MaximumShift = 2.6f, MaximumRotation = 0.15f, MaximumShear = 0.3f, PointJitter = 0.065f, Noise = 0.12f;

    private readonly DigitCanvas _canvas = new(Side);
    private readonly float[] _x = new float[MaximumPoints], _y = new float[MaximumPoints];
    private CounterRandom _random;
    private ulong _drawn;

    /// <summary>Writes the digit that a stream of random numbers stands for.</summary>
    /// <param name="random">The numbers of this image.</param>
    /// <param name="pixels">Receives the image, [28, 28].</param>
    /// <returns>The digit.</returns>
    public byte Write(CounterRandom random, Span<byte> pixels)
    {
        (_random, _drawn) = (random, 0);
        int digit = Below(MnistDataSets.Classes);
        Glyph glyph = Choose(DigitGlyphs.All[digit]);
        Affine affine = RandomAffine();
        float radius = Between(0.7f, 1.8f);

        _canvas.Clear();
        foreach (Stroke stroke in glyph.Strokes)
        {
            Place(stroke, glyph, affine);
            Trace(stroke, radius + 1);
        }

        _canvas.Draw(radius);
        _canvas.Blur(Between(0.02f, 0.2f));
        Develop(Between(0.75f, 1.1f), pixels);
        return (byte)digit;
    }

    private Glyph Choose(Glyph[] glyphs)
    {
        int total = 0;
        foreach (Glyph glyph in glyphs)
        {
            total += glyph.Weight;
        }

        int chosen = 0;
        for (int left = Below(total); left >= glyphs[chosen].Weight; chosen++)
        {
            left -= glyphs[chosen].Weight;
        }

        return glyphs[chosen];
    }

    private Affine RandomAffine()
    {
        // With t = tan(angle / 2): a rotation without sine and cosine. People slant to the right more often than to the left.
        float t = Spread(MaximumRotation), norm = 1 / (1 + (t * t));
        float cos = (1 - (t * t)) * norm, sin = 2 * t * norm, shear = Spread(MaximumShear) - 0.08f;
        float scale = Between(0.78f, 1.05f), width = Width * scale * Between(0.7f, 1.2f), height = Height * scale * Between(0.88f, 1.06f);
        return new Affine(
            cos * width, ((cos * shear) - sin) * height, sin * width, ((sin * shear) + cos) * height,
            (Side * 0.5f) + Spread(MaximumShift), (Side * 0.5f) + Spread(MaximumShift));
    }

    /// <summary>Moves a stroke's points to where they are in the image.</summary>
    private void Place(Stroke stroke, Glyph glyph, Affine affine)
    {
        for (int point = 0; point < stroke.Points.Length / 2; point++)
        {
            float x = stroke.Points[2 * point], y = stroke.Points[(2 * point) + 1];
            ulong key = JitterKey(glyph, x, y);
            float u = x - 0.5f + (PointJitter * ((2 * _random.Uniform(key)) - 1));
            float v = y - 0.5f + (PointJitter * ((2 * _random.Uniform(key + 1)) - 1));
            _x[point] = (affine.XX * u) + (affine.XY * v) + affine.X;
            _y[point] = (affine.YX * u) + (affine.YY * v) + affine.Y;
        }
    }

    /// <summary>Equal points of a glyph get equal jitter, so joints and closed curves stay closed.</summary>
    private static ulong JitterKey(Glyph glyph, float x, float y)
    {
        const ulong JitterOrigin = 1UL << 40;
        ulong index = 0;
        foreach (Stroke stroke in glyph.Strokes)
        {
            for (int i = 0; i < stroke.Points.Length; i += 2, index++)
            {
                if (stroke.Points[i] == x && stroke.Points[i + 1] == y)
                {
                    return JitterOrigin + (2 * index);
                }
            }
        }

        throw new ArgumentException("The point is not one of the glyph's.");
    }

    private void Trace(Stroke stroke, float reach)
    {
        int last = (stroke.Points.Length / 2) - 1;
        for (int from = 0; from < last; from++)
        {
            if (!stroke.Smooth)
            {
                _canvas.Line(_x[from], _y[from], _x[from + 1], _y[from + 1], reach);
                continue;
            }

            int before = Math.Max(0, from - 1), after = Math.Min(last, from + 2);
            float x = _x[from], y = _y[from];
            for (int piece = 1; piece <= CurvePieces; piece++)
            {
                float t = piece / (float)CurvePieces;
                float nextX = Interpolate(_x[before], _x[from], _x[from + 1], _x[after], t);
                float nextY = Interpolate(_y[before], _y[from], _y[from + 1], _y[after], t);
                _canvas.Line(x, y, nextX, nextY, reach);
                (x, y) = (nextX, nextY);
            }
        }
    }

    /// <summary>The spline of Catmull and Rom: from p1 at t = 0 to p2 at t = 1.</summary>
    private static float Interpolate(float p0, float p1, float p2, float p3, float t) => p1 + (0.5f * t * (p2 - p0
        + (t * ((2 * p0) - (5 * p1) + (4 * p2) - p3 + (t * ((3 * (p1 - p2)) + p3 - p0))))));

    /// <summary>Ink to bytes, with noise that is strongest where there is ink.</summary>
    private void Develop(float contrast, Span<byte> pixels)
    {
        ReadOnlySpan<float> ink = _canvas.Ink;
        uint bits = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            // One draw gives the noise of four pixels.
            bits = (i & 3) == 0 ? _random.Bits(_drawn++) : bits >> 8;
            float grain = ((bits & 0xFF) * (2 / 255f)) - 1;
            float value = ink[i] == 0 ? 0 : (ink[i] * contrast) + (Noise * grain);
            pixels[i] = (byte)(Math.Clamp(value, 0, 1) * 255f + 0.5f);
        }
    }

    private int Below(int bound) => _random.Below(bound, _drawn++);

    private float Between(float low, float high) => low + ((high - low) * _random.Uniform(_drawn++));

    private float Spread(float most) => Between(-most, most);

    /// <summary>Where a point of the unit square, centred, is in the image.</summary>
    private readonly record struct Affine(float XX, float XY, float YX, float YY, float X, float Y);
}
