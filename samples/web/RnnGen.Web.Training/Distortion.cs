using System;
using RnnGen.Numerics;

namespace RnnGen.Web.Training;

/// <summary>
/// Turns, stretches, slants and moves an image a little, another way each time: a person with a mouse draws less evenly than the
/// writers of MNIST wrote with a pen, and the position of a digit depends on one pixel of its frame.
/// </summary>
/// <param name="random">Where the amounts come from.</param>
internal sealed class Distortion(CounterRandom random)
{
    private const int Side = 28;
    private const float Turn = 0.22f, Stretch = 0.16f, Slant = 0.2f, Shift = 1.5f, Centre = (Side - 1) / 2f;

    private ulong _drawn;

    /// <summary>Writes a distorted image.</summary>
    /// <param name="image">The original, [28, 28].</param>
    /// <param name="distorted">Where it goes, [28, 28].</param>
    public void Apply(ReadOnlySpan<float> image, Span<float> distorted)
    {
        (float sine, float cosine) = MathF.SinCos(Next(Turn));
        float width = 1 + Next(Stretch), height = 1 + Next(Stretch), slant = Next(Slant), right = Next(Shift), down = Next(Shift);
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                float y = row - Centre - down, x = column - Centre - right;
                (x, y) = ((cosine * x) + (sine * y), (cosine * y) - (sine * x));
                distorted[(row * Side) + column] = At(image, (y * height) + Centre, ((x + (slant * y)) * width) + Centre);
            }
        }
    }

    /// <summary>The value between four pixels; there is no ink beyond the border.</summary>
    private static float At(ReadOnlySpan<float> image, float row, float column)
    {
        int top = (int)MathF.Floor(row), left = (int)MathF.Floor(column);
        float down = row - top, right = column - left;
        float upper = (Pixel(image, top, left) * (1 - right)) + (Pixel(image, top, left + 1) * right);
        float lower = (Pixel(image, top + 1, left) * (1 - right)) + (Pixel(image, top + 1, left + 1) * right);
        return (upper * (1 - down)) + (lower * down);
    }

    private static float Pixel(ReadOnlySpan<float> image, int row, int column) =>
        (uint)row < Side && (uint)column < Side ? image[(row * Side) + column] : 0;

    private float Next(float most) => ((2 * random.Uniform(_drawn++)) - 1) * most;
}
