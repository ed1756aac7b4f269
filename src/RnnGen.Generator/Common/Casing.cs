using System.Linq;

namespace RnnGen.Generator.Common;

/// <summary>How C# spells the names of members and of locals.</summary>
internal static class Casing
{
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>"ProjectionUnits" to "Projection units".</summary>
    public static string Words(string name) =>
        string.Concat(
            name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
