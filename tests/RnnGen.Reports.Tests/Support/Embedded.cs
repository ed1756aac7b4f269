using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnGen.Reports.Tests;

/// <summary>The data of a page, read back as a browser would.</summary>
internal static partial class Embedded
{
    /// <summary>Parses what stands in the page's data element.</summary>
    public static JsonElement Data(string html)
    {
        // A browser ends the element at the first end tag, whatever it stands in.
        Match match = DataElement().Match(html);
        return JsonDocument.Parse(match.Groups[1].Value).RootElement;
    }

    /// <summary>A chart by its title.</summary>
    public static JsonElement Chart(this JsonElement data, string title) =>
        data.GetProperty("charts").EnumerateArray().Single(chart => chart.GetProperty("title").GetString() == title);

    /// <summary>A curve by its name.</summary>
    public static JsonElement Curve(this JsonElement chart, string name) =>
        chart.GetProperty("curves").EnumerateArray().Single(curve => curve.GetProperty("name").GetString() == name);

    /// <summary>Names of a chart's curves.</summary>
    public static string[] CurveNames(this JsonElement chart) =>
        [.. chart.GetProperty("curves").EnumerateArray().Select(curve => curve.GetProperty("name").GetString()!)];

    /// <summary>Numbers, NaN for null.</summary>
    public static double[] Numbers(this JsonElement curve, string property) =>
        [.. curve.GetProperty(property).EnumerateArray().Select(value =>
            value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];

    [GeneratedRegex(
        "<script type=\"application/json\" id=\"report-data\">(.*?)</script", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex DataElement();
}
