using System;

namespace RnnGen.Sample.Deploy;

/// <summary>A digit to read where no file is given.</summary>
internal static class Drawing
{
    /// <summary>Rows of an image, and pixels of a row.</summary>
    public const int Size = 28;

    private const string Shades = " .+#";

    private const string Five = """

                       ...++++#+
                  ##########.
                 .#########+
                 +##
                 +##
                 ###
                 ##+####.
                 #########
                .####++####
                 ++.    +##+
                         +##
                         .##.
                         .##.
                         +##
                  +     .##+
                 ###+..+###.
                 +########.
                  .#####+

        """;

    /// <summary>The pixels, from 0 to 1, [28, 28].</summary>
    public static float[] Pixels()
    {
        float[] pixels = new float[Size * Size];
        int row = 4;
        foreach (ReadOnlySpan<char> line in Five.AsSpan().EnumerateLines())
        {
            for (int column = 0; column < line.Length; column++)
            {
                pixels[(row * Size) + column] = Shades.IndexOf(line[column]) / (float)(Shades.Length - 1);
            }

            row++;
        }

        return pixels;
    }
}
