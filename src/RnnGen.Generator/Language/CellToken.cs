using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Language;

/// <summary>A word or a sign of a cell's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its spelling; signs with several spellings have the first one: <c>*</c> for <c>·</c> and <c>⊙</c>.</param>
/// <param name="Span">Its place in the text.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct CellToken(CellTokenKind Kind, string Text, TextSpan Span, double Value = 0)
{
    /// <summary>How a message calls it.</summary>
    public string Description => Kind is CellTokenKind.EndOfLine or CellTokenKind.End ? "the end of the line" : $"'{Text}'";

    public bool Is(string text) => Kind is CellTokenKind.Sign or CellTokenKind.Name && Text == text;
}

/// <summary>The kinds of tokens.</summary>
internal enum CellTokenKind
{
    /// <summary>A name, with a prime where it is the next value of a state.</summary>
    Name,
    Number,
    Sign,

    /// <summary>A character that the language has no use for.</summary>
    Unknown,
    EndOfLine,
    End,
}
