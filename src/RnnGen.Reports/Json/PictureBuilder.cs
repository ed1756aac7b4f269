using System;

namespace RnnGen.Reports;

/// <summary>From values to pictures of one byte a cell.</summary>
internal static class PictureBuilder
{
    /// <summary>Most rows and columns of a picture: more cells than a screen has pixels would only make the file larger.</summary>
    public const int MostCells = 512;

    /// <summary>An image of ink on paper.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixels">Pixels, 0 to 1.</param>
    public static PictureData Gray(int width, ReadOnlySpan<float> pixels)
    {
        byte[] cells = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            // NaN is drawn without ink.
            cells[i] = pixels[i] > 0 ? (byte)MathF.Round(255 * Math.Min(pixels[i], 1)) : (byte)0;
        }

        return new PictureData(width, pixels.Length / width, 0, cells);
    }

    /// <summary>
    /// A heat map around zero. Where there are too many cells, one stands for a block of them: the value farthest from zero.
    /// </summary>
    /// <param name="map">The values.</param>
    /// <param name="limit">The value of the last colour: at least the largest magnitude.</param>
    public static PictureData Diverging(StateMap map, double limit)
    {
        int stepsOfCell = Blocks(map.Steps), unitsOfCell = Blocks(map.Units);
        int height = (map.Steps + stepsOfCell - 1) / stepsOfCell, width = (map.Units + unitsOfCell - 1) / unitsOfCell;
        byte[] cells = new byte[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                cells[(row * width) + column] = Level(
                    Farthest(map, row * stepsOfCell, stepsOfCell, column * unitsOfCell, unitsOfCell), limit);
            }
        }

        return new PictureData(width, height, limit, cells, stepsOfCell, unitsOfCell);
    }

    /// <summary>The largest finite magnitude of all maps; 1 where all are zero.</summary>
    /// <param name="maps">The maps that share a scale.</param>
    public static double Limit(params ReadOnlySpan<StateMap> maps)
    {
        double limit = 0;
        foreach (StateMap map in maps)
        {
            foreach (float value in map.Values)
            {
                limit = float.IsFinite(value) ? Math.Max(limit, Math.Abs(value)) : limit;
            }
        }

        return limit > 0 ? limit : 1;
    }

    private static int Blocks(int count) => (count + MostCells - 1) / MostCells;

    private static float Farthest(StateMap map, int firstStep, int steps, int firstUnit, int units)
    {
        float farthest = 0;
        for (int step = firstStep; step < Math.Min(firstStep + steps, map.Steps); step++)
        {
            foreach (float value in map.Values.Slice((step * map.Units) + firstUnit, Math.Min(units, map.Units - firstUnit)))
            {
                if (!float.IsFinite(value))
                {
                    return float.NaN;
                }

                farthest = MathF.Abs(value) > MathF.Abs(farthest) ? value : farthest;
            }
        }

        return farthest;
    }

    private static byte Level(float value, double limit) =>
        float.IsFinite(value) ? (byte)(128 + (int)Math.Round(127 * Math.Clamp(value / limit, -1, 1))) : (byte)0;
}
