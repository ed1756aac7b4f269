using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Cells.Text;

/// <summary>A cell written as text: its errors, or its equations.</summary>
/// <param name="Errors">What is wrong, in the order of the text; nothing where it is a cell.</param>
/// <param name="Canonical">The text without comments and spare spaces: equal for equal equations.</param>
/// <param name="ReadsInputByUnit">Whether the input must have as many features as the layer has units.</param>
internal sealed record CellText(EquatableArray<CellTextError> Errors, string Canonical, bool ReadsInputByUnit)
{
    /// <summary>Reads and checks a text.</summary>
    public static CellText Read(string text)
    {
        List<CellTextError> errors = [];
        List<CellStatement> statements = CellTextParser.Parse(text, errors);

        // Names that a line which cannot be read would have declared would only make more errors.
        bool readsInput = errors.Count == 0 && CellTextChecker.Check(text, statements, errors).ReadsInputByUnit;
        return new CellText(errors.OrderBy(error => error.Span.Start).ToEquatable(), Canonicalize(text), readsInput);
    }

    /// <summary>The equations of a text without errors.</summary>
    public static CellDefinition Define(string kind, int units, string text) =>
        CellTextTranslator.Translate(kind.ToLowerInvariant(), units, CellTextParser.Parse(text, []));

    /// <summary>The line of a position, the first is 1.</summary>
    public static int LineOf(string text, int position)
    {
        int line = 1;
        for (int at = 0; at < position && at < text.Length; at++)
        {
            line += text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')) ? 1 : 0;
        }

        return line;
    }

    private static string Canonicalize(string text)
    {
        List<string> lines = [];
        List<string> line = [];
        foreach (CellToken token in CellTokenizer.Tokenize(text))
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
