using System.Linq;

namespace RnnGen.Generator.Common;

/// <summary>How C# spells the names of members and of locals.</summary>
internal static class Casing
{
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>
    /// Whether generated names that begin with either are one: they begin with either case of a first letter, and some letters are one in
    /// one case and two in the other: k and the kelvin sign.
    /// </summary>
    public static bool IsAlike(string one, string other) =>
        string.Equals(one, other, System.StringComparison.OrdinalIgnoreCase) || Pascal(one) == Pascal(other) || Camel(one) == Camel(other);

    /// <summary>"ProjectionUnits" to "Projection units".</summary>
    public static string Words(string name) =>
        string.Concat(
            name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
