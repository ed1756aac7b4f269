using RnnGen.Data;
using RnnGen.Tables;

namespace RnnGenSpace;

/// <summary>The data: a row for each hour, cut into windows of what is read and what is to be forecast.</summary>
public sealed class Temperatures
{
    /// <summary>Reads the file.</summary>
    public Temperatures()
    {
        using CsvTable table = new(Path.Combine(AppContext.BaseDirectory, "data", "temperature.csv"));
        Table = TimeSeriesTable.Read(table, SeriesColumns.Wide(time: "time"));

        // By time: the network learns from the first part, stops when the second one no longer gets better, and is judged by the last.
        TimeSplit split = TimeSplit.ByShare(Table, validation: 0.15, test: 0.25);

        // Networks like numbers around 0: (degrees - mean) / deviation.
        Scale = Standardization.Learn(Table, split);
        (Training, Validation, Test) = SlidingWindows.Split(
            Scale.Apply(Table), new WindowOptions { InputSteps = Forecaster.Past, Horizon = Forecaster.Horizon }, split);
    }

    /// <summary>All hours, in degrees.</summary>
    public TimeSeriesTable Table { get; }

    /// <summary>From degrees to what the network reads, and back.</summary>
    public Standardization Scale { get; }

    /// <summary>To learn from.</summary>
    public SlidingWindows Training { get; }

    /// <summary>To know when to stop.</summary>
    public SlidingWindows Validation { get; }

    /// <summary>To judge the network by.</summary>
    public SlidingWindows Test { get; }
}
