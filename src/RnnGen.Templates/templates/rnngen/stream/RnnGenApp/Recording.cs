using RnnGen.Data;
using RnnGen.Tables;

namespace RnnGenSpace;

/// <summary>The data: what a sensor measured and what was there, a row for each step.</summary>
public static class Recording
{
    /// <summary>Reads the file: the first column is what was measured, the second one the truth.</summary>
    public static TimeSeriesTable Read()
    {
        using CsvTable table = new(Path.Combine(AppContext.BaseDirectory, "data", "signal.csv"));
        return TimeSeriesTable.Read(table, SeriesColumns.Wide(time: "step"));
    }

    /// <summary>Pieces of 60 steps to learn from, with the truth of each step, out of the steps before one.</summary>
    public static SlidingWindows Pieces(TimeSeriesTable recording, long before) => new(
        recording,
        new WindowOptions
        {
            InputSteps = 60, Horizon = 0, TargetsEveryStep = true, Stride = 4, Inputs = ["measured"], Targets = ["true"],
        },
        before: before);
}
