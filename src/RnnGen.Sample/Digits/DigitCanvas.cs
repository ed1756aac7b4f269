using System;

namespace RnnGen.Sample.Digits;

/// <summary>
/// A small grey image that lines are drawn on with a round pen. Only additions, products and square roots: the same pixels on every
/// machine, which transcendental functions would not give.
/// </summary>
/// <param name="side">Rows, and columns.</param>
internal sealed class DigitCanvas(int side)
{
    private const float Untouched = float.MaxValue;

    /// <summary>Squared distance of each pixel's centre to the nearest line.</summary>
    private readonly float[] _distances = new float[side * side];
    private readonly float[] _ink = new float[side * side];
    private readonly float[] _rows = new float[side * side];

    /// <summary>The image, [side, side], 0 to 1.</summary>
    public Span<float> Ink => _ink;

    /// <summary>Starts an empty image.</summary>
    public void Clear() => _distances.AsSpan().Fill(Untouched);

    /// <summary>Adds a line; only pixels nearer than <paramref name="reach"/> are visited.</summary>
    public void Line(float x0, float y0, float x1, float y1, float reach)
    {
        int left = Math.Max(0, (int)(Math.Min(x0, x1) - reach)), right = Math.Min(side - 1, (int)(Math.Max(x0, x1) + reach));
        int top = Math.Max(0, (int)(Math.Min(y0, y1) - reach)), bottom = Math.Min(side - 1, (int)(Math.Max(y0, y1) + reach));
        float dx = x1 - x0, dy = y1 - y0;
        float length = (dx * dx) + (dy * dy), inverse = length > 0 ? 1 / length : 0;
        for (int y = top; y <= bottom; y++)
        {
            float py = y + 0.5f - y0;
            for (int x = left; x <= right; x++)
            {
                float px = x + 0.5f - x0;
                float along = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                float ox = px - (along * dx), oy = py - (along * dy);
                ref float nearest = ref _distances[(y * side) + x];
                nearest = Math.Min(nearest, (ox * ox) + (oy * oy));
            }
        }
    }

    /// <summary>Turns the lines into ink, with an edge one pixel wide.</summary>
    /// <param name="radius">Half the pen's width.</param>
    public void Draw(float radius)
    {
        for (int i = 0; i < _ink.Length; i++)
        {
            float distance = _distances[i];
            _ink[i] = distance == Untouched ? 0 : Math.Clamp(radius + 0.5f - MathF.Sqrt(distance), 0, 1);
        }
    }

    /// <summary>
    /// Blurs with the weights <paramref name="amount"/>, 1 - 2 * amount, amount along both axes; nothing is beyond the border.
    /// </summary>
    public void Blur(float amount)
    {
        float middle = 1 - (2 * amount);
        for (int y = 0; y < side; y++)
        {
            ReadOnlySpan<float> from = _ink.AsSpan(y * side, side);
            Span<float> to = _rows.AsSpan(y * side, side);
            for (int x = 0; x < side; x++)
            {
                to[x] = (middle * from[x]) + (amount * ((x > 0 ? from[x - 1] : 0) + (x < side - 1 ? from[x + 1] : 0)));
            }
        }

        for (int i = 0; i < _ink.Length; i++)
        {
            _ink[i] = (middle * _rows[i])
                + (amount * ((i >= side ? _rows[i - side] : 0) + (i < _rows.Length - side ? _rows[i + side] : 0)));
        }
    }
}
