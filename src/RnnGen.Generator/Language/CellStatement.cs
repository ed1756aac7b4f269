using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Language;

/// <summary>A name where it stands.</summary>
internal sealed record CellName(string Text, TextSpan Span)
{
    /// <summary>Whether it is the value of a state after the step.</summary>
    public bool IsNext => Text.EndsWith("'", System.StringComparison.Ordinal);

    /// <summary>The name without its prime.</summary>
    public string Plain => Text.TrimEnd('\'');
}

/// <summary>One line of a cell's text.</summary>
internal abstract record CellStatement
{
    /// <summary>The names that the line gives a value; the name of an output has one already.</summary>
    public virtual IReadOnlyList<CellName> Targets => [];

    /// <summary><c>state a, b</c>.</summary>
    internal sealed record States(IReadOnlyList<CellName> Names) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Names;
    }

    /// <summary><c>vector w = 0.5</c>.</summary>
    internal sealed record Vectors(IReadOnlyList<CellName> Names, double Start) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Names;
    }

    /// <summary><c>z1, z2 = [x, h] * kernel + bias(1)</c>.</summary>
    internal sealed record Matrix(
        IReadOnlyList<CellName> Blocks, IReadOnlyList<CellName> Operands, CellName Kernel, CellName? Bias, double BiasStart) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Blocks;
    }

    /// <summary><c>name = value</c>.</summary>
    internal sealed record Assignment(CellName Target, CellExpression Value) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => [Target];
    }

    /// <summary><c>output h'</c>.</summary>
    internal sealed record Output(CellName Name) : CellStatement;
}

/// <summary>The right side of an assignment, or a part of it.</summary>
internal abstract record CellExpression
{
    /// <summary>A number, its sign included.</summary>
    internal sealed record Number(double Value) : CellExpression;

    /// <summary>A value of some other line.</summary>
    internal sealed record Named(CellName Name) : CellExpression;

    /// <summary>-value.</summary>
    internal sealed record Negation(CellExpression Operand) : CellExpression;

    /// <summary>left + right, and so on.</summary>
    internal sealed record Binary(char Operator, CellExpression Left, CellExpression Right, TextSpan OperatorSpan) : CellExpression;

    /// <summary>function(arguments).</summary>
    internal sealed record Call(CellName Function, IReadOnlyList<CellExpression> Arguments) : CellExpression;
}
