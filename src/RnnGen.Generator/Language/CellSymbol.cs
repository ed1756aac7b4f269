using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Language;

/// <summary>A name with its meaning.</summary>
internal sealed class CellSymbol(CellSymbolKind kind, string name, TextSpan span, CellWidth width)
{
    public CellWidth Width { get; } = width;

    public CellSymbolKind Kind { get; } = kind;

    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public bool IsRead { get; set; }
}

/// <summary>What a name may stand for.</summary>
internal enum CellSymbolKind
{
    Input,

    /// <summary>An input of the step beside x.</summary>
    StepInput,
    State,
    Vector,

    /// <summary>A block of a matrix product.</summary>
    Block,

    /// <summary>An assigned value, next values of states among them.</summary>
    Value,
}
