using System;

namespace RnnGen.Web.Page;

/// <summary>Numbers as texts and as bytes of a picture.</summary>
internal static class Levels
{
    /// <summary>A byte for each value: 1 for -1, 128 for 0, 255 for 1; what lies beyond is cut off.</summary>
    public static byte[] Of(ReadOnlySpan<float> values)
    {
        byte[] levels = new byte[values.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = (byte)(128.5f + (127 * Math.Clamp(values[i], -1, 1)));
        }

        return levels;
    }

    /// <summary>A probability as a text.</summary>
    public static string Percent(float part) => part is > 0.99f and < 1 ? "> 99 %" : $"{100 * part:0} %";
}
