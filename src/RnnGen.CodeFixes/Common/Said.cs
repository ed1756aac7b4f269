using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Common;

/// <summary>A diagnostic with what its message was made of.</summary>
internal readonly struct Said(Diagnostic diagnostic)
{
    private static readonly Regex Quoted = new("'([^']+)'", RegexOptions.CultureInvariant);

    public string Id => diagnostic.Id;

    /// <summary>A part of the message; empty where there is none.</summary>
    public string Text(int index) =>
        diagnostic.Properties.TryGetValue(DiagnosticInfo.Argument(index), out string? text) ? text ?? "" : "";

    /// <summary>The number that a part begins with, as in "4 columns".</summary>
    public int? Number(int index) =>
        int.TryParse(Text(index).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>What a part has in quotation marks.</summary>
    public string[] Names(int index) => [.. Quoted.Matches(Text(index)).Cast<Match>().Select(match => match.Groups[1].Value)];
}
