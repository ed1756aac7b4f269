using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Language;

/// <summary>A cell written as text: its errors, or its equations.</summary>
/// <param name="Errors">What is wrong, in the order of the text; nothing where it is a cell.</param>
/// <param name="Canonical">The text without comments and spare spaces: equal for equal equations.</param>
internal sealed record CellText(EquatableArray<CellTextError> Errors, string Canonical)
{
    private static readonly Regex CallSpace = new(@"(?<=[\w']) \(", RegexOptions.CultureInvariant);

    /// <summary>Reads and checks a text.</summary>
    public static CellText Read(string text)
    {
        if (text.Length > Limits.TextLength)
        {
            return TooLong(text.Length, "characters", Limits.TextLength);
        }

        List<CellToken> tokens = CellTokenizer.Tokenize(text);
        int words = CountTokens(tokens), lines = CountLines(tokens);
        if (lines > Limits.TextLines)
        {
            return TooLong(lines, "lines", Limits.TextLines);
        }

        // A line that is too long by itself has an error of its own.
        CellTextErrors errors = new();
        List<CellStatement> statements = CellTextParser.Parse(tokens, errors);
        if (errors.Count == 0 && words > Limits.TextTokens)
        {
            return TooLong(words, "words and signs", Limits.TextTokens);
        }

        // Names that an unreadable line would have declared would only cause more errors.
        if (errors.Count == 0)
        {
            CellTextChecker.Check(text, statements, errors);
        }

        return new CellText(errors.Listed.ToEquatable(), Canonicalize(tokens)) { Tokens = words };
    }

    /// <summary>Its words and signs.</summary>
    public int Tokens { get; init; }

    /// <summary>The equations of a layer, of the catalogue or written as a text without errors.</summary>
    public static CellDefinition Define(LayerSpec layer) =>
        layer.Equations is string text ? Define(layer.Kind, layer.Units, text) : CellCatalogue.Define(layer);

    /// <summary>The equations of a text without errors.</summary>
    public static CellDefinition Define(string kind, int units, string text) =>
        CellTextTranslator.Translate(
            kind.ToLowerInvariant(), units, CellTextParser.Parse(CellTokenizer.Tokenize(text), new CellTextErrors()));

    /// <summary>A canonical text, which has a space between all words and signs, with those alone that a reader wants.</summary>
    public static string Readable(string canonical) =>
        CallSpace.Replace(canonical, "(").Replace(" ,", ",").Replace("[ ", "[").Replace(" ]", "]").Replace("( ", "(").Replace(" )", ")");

    /// <summary>The line of a position, the first is 1.</summary>
    public static int LineOf(string text, int position) => LineOf(LineStarts(text), position);

    /// <summary>The same, of a text whose lines are known.</summary>
    public static int LineOf(List<int> starts, int position)
    {
        int index = starts.BinarySearch(position);
        return index < 0 ? ~index : index + 1;
    }

    /// <summary>Where each line of a text starts.</summary>
    public static List<int> LineStarts(string text)
    {
        List<int> starts = [0];
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                starts.Add(at + 1);
            }
        }

        return starts;
    }

    // The place is the whole text, and no line of it.
    private static CellText TooLong(int number, string what, int limit)
    {
        string message = FormattableString.Invariant($"The equations have {number} {what}; those of a cell have at most {limit}");
        return new CellText(
            new[] { new CellTextError(Descriptors.CellTooLong, default, message) }.ToEquatable(), "");
    }

    private static int CountTokens(IEnumerable<CellToken> tokens) =>
        tokens.Count(token => token.Kind is not (CellTokenKind.EndOfLine or CellTokenKind.End));

    private static int CountLines(List<CellToken> tokens)
    {
        int lines = 0;
        for (int index = 1; index < tokens.Count; index++)
        {
            lines += tokens[index].Kind == CellTokenKind.EndOfLine && tokens[index - 1].Kind != CellTokenKind.EndOfLine ? 1 : 0;
        }

        return lines;
    }

    private static string Canonicalize(IEnumerable<CellToken> tokens)
    {
        List<string> lines = [];
        List<string> line = [];
        foreach (CellToken token in tokens)
        {
            if (token.Kind != CellTokenKind.EndOfLine)
            {
                line.Add(token.Text);
            }
            else if (line.Count > 0)
            {
                lines.Add(string.Join(" ", line));
                line.Clear();
            }
        }

        return string.Join("\n", lines);
    }
}
