using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Equations;

/// <summary>
/// Makes identifiers of names that somebody else chose. Generated code adds to a value's name: dk is the gradient of k, hNext the next
/// value of h, hRow its place in memory. A name that could be mistaken for such a one is put between marks, which no other name has;
/// they do not show in comments, traces and files.
/// </summary>
internal static class CellNames
{
    private const string Prefix = "v_", Suffix = "_v";

    // Single words are the locals, parameters and fields that stages use; capitalised ones the ends that generated names have.
    private static readonly ImmutableHashSet<string> Reserved =
    [
        "w", "k", "step", "steps", "first", "rows", "row", "lane", "weights", "half", "bias", "kernel", "product", "units", "unit", "tile",
        "whole", "done",
        "rest", "back", "scratch", "state", "stride", "columns", "input", "inputs", "output", "outputs", "y", "gradient", "value", "turn",
        "chain",
    ];

    /// <summary>The name that generated code uses.</summary>
    public static string Safe(string name)
    {
        string plain = name.TrimEnd('\'');
        return IsSafe(plain) ? name : Prefix + plain + Suffix + name.Substring(plain.Length);
    }

    /// <summary>The name as its author wrote it, for comments; derivatives have a d before it.</summary>
    public static string Display(string name)
    {
        int start = name.IndexOf(Prefix, System.StringComparison.Ordinal);
        int end = name.LastIndexOf(Suffix, System.StringComparison.Ordinal);
        return start is not (0 or 1) || (start == 1 && name[0] != 'd') || end < start + Prefix.Length
            ? name
            : name.Substring(0, start) + name.Substring(start + Prefix.Length, end - start - Prefix.Length)
                + name.Substring(end + Suffix.Length);
    }

    // Without capitals, a name has none of the ends that generated names have.
    private static bool IsSafe(string name) =>
        name[0] is >= 'a' and <= 'z'
        && name.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        && !(name[0] == 'd' && name.Length > 1)
        && !name.StartsWith("stage", System.StringComparison.Ordinal)
        && !Reserved.Contains(name)
        && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;
}
