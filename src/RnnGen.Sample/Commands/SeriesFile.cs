using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Data;
using RnnGen.Tables;

namespace RnnGen.Sample.Commands;

/// <summary>The CSV file of <c>--data</c>, read as a time series.</summary>
/// <param name="Path">The file, with a header and a row a time.</param>
/// <param name="TimeColumn">The column of times; <see langword="null"/> where rows follow each other at equal distances.</param>
/// <param name="TimeFormat">How times are written; <see langword="null"/> for ISO 8601.</param>
/// <param name="IsIrregular">Whether rows follow each other at whatever distance, so that there are no gaps.</param>
internal sealed record SeriesFile(string Path, string? TimeColumn, string? TimeFormat, bool IsIrregular)
{
    /// <summary>Reads columns of the file.</summary>
    /// <param name="choose">The columns to read, of all that there are.</param>
    /// <exception cref="CommandFailure">There is no such file or column, or a value is not a number.</exception>
    public TimeSeriesTable Read(Func<IReadOnlyList<string>, IReadOnlyList<string>> choose)
    {
        try
        {
            using CsvTable csv = new(Path);
            SeriesColumns columns = SeriesColumns.Wide(TimeColumn, choose(csv.Columns)) with
            {
                Times = TimeFormat is string format ? Data.TimeFormat.Exact(format) : Data.TimeFormat.Iso8601,
                Step = IsIrregular ? TimeStep.Irregular : null,
            };
            return TimeSeriesTable.Read(csv, columns);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException)
        {
            // The library names its own option.
            string option = exception.Message.Contains($"{nameof(SeriesColumns)}.{nameof(SeriesColumns.Times)}", StringComparison.Ordinal)
                ? " Here that is --time-format."
                : "";
            throw new CommandFailure($"--data: {exception.Message}{option}");
        }
    }
}
