using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RnnGen.Sample.Forecasts;

/// <summary>The results, for other programs; errors in the units of the data, over all forecasts of the test part.</summary>
/// <param name="Dataset">Which series was used.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Rmse">Root of the mean square error.</param>
/// <param name="NaiveMae">Mean absolute error of the value one season earlier.</param>
/// <param name="Coverage90">Share of the values within their 90 % interval.</param>
/// <param name="Epochs">Epochs of training.</param>
/// <param name="SecondsTotal">Seconds of training and test.</param>
internal sealed record ForecastReport(
    string Dataset, double Mae, double Rmse, double NaiveMae, double Coverage90, int Epochs, double SecondsTotal)
{
    /// <summary>How many series there are; left out where it is one without a name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Series { get; init; }

    /// <summary>Columns that are the same at all steps of a series; left out where none is read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Static { get; init; }

    /// <summary>Columns that are known ahead; left out where none is read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Future { get; init; }
}

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(ForecastReport[]))]
internal sealed partial class ForecastReportContext : JsonSerializerContext;
