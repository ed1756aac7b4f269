using System.Text.Json.Serialization;

namespace RnnGen.Reports;

/// <summary>What the script of a page draws.</summary>
/// <param name="Charts">The charts, in the order of the page.</param>
/// <param name="Pictures">The pictures, in the order of the page.</param>
internal sealed record ReportData(ChartData[] Charts, PictureData[] Pictures);

/// <summary>A chart.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="XLabel">What the horizontal axis counts.</param>
/// <param name="Logarithmic">Whether the vertical axis begins as a logarithmic one.</param>
/// <param name="Curves">The curves.</param>
/// <param name="Bands">Areas between curves: pairs of their indices, the lower first.</param>
internal sealed record ChartData(string Title, string XLabel, bool Logarithmic, CurveData[] Curves, int[][] Bands);

/// <summary>A curve.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Style">"line", "faint" or "dashed".</param>
/// <param name="Color">Index of the colour.</param>
/// <param name="X">Places.</param>
/// <param name="Y">Values; null for a gap.</param>
internal sealed record CurveData(string Name, string Style, int Color, double[] X, double?[] Y);

/// <summary>A picture of one byte a cell.</summary>
/// <param name="Width">Cells of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Limit">
/// 0 for grey: byte 0 is paper, 255 ink. Otherwise the value of byte 255; of byte b (b - 128) / 127 of it, and byte 0 is a gap.
/// </param>
/// <param name="Cells">The bytes, row by row, in base 64.</param>
/// <param name="Steps">Time steps of a row of cells: 1, unless many were taken together.</param>
/// <param name="Units">Units of a column of cells.</param>
internal sealed record PictureData(int Width, int Height, double Limit, byte[] Cells, int Steps = 1, int Units = 1);

/// <summary>
/// Serialization without reflection, for NativeAOT. The default encoder writes &lt; as \u003C, so that no text can end the script
/// element that it stands in.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportDataContext : JsonSerializerContext;
