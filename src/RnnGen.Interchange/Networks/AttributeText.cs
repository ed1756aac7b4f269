using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Attributes as the description of a model writes them.</summary>
internal static class AttributeText
{
    /// <summary><c>Embedding(65, 32)</c>: its name and what stands in parentheses.</summary>
    public static (string Kind, IReadOnlyList<object> Arguments) Kind(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return (text, []);
        }

        string kind = text[..open];
        return (kind, [.. text[(open + 1)..^1].Split(", ").Select(argument => Argument(kind, argument))]);
    }

    /// <summary><c>Direction = Reverse</c>, each with the type that the attribute's property has.</summary>
    public static Dictionary<string, object> Options(IEnumerable<string> options) => options.Select(option => option.Split(" = "))
        .ToDictionary(parts => parts[0], parts => Option(parts[0], parts[1]), StringComparer.Ordinal);

    private static object Argument(string kind, string text) => kind switch
    {
        "Activation" => Enum.Parse<Activation>(text),
        "Pooling" => Enum.Parse<Pooling>(text),
        "Dropout" => double.Parse(text, CultureInfo.InvariantCulture),
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    private static object Option(string name, string text) => name switch
    {
        "Activation" => Enum.Parse<Activation>(text),
        "Direction" => Enum.Parse<Direction>(text),
        "Merge" => Enum.Parse<Merge>(text),
        "Padding" => Enum.Parse<TimePadding>(text),
        "Projection" or "AttentionUnits" or "Dilation" => int.Parse(text, CultureInfo.InvariantCulture),
        _ when bool.TryParse(text, out bool flag) => flag,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
