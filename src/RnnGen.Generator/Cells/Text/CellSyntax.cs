using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Cells.Text;

/// <summary>A name where it stands.</summary>
internal sealed record NameSyntax(string Text, TextSpan Span)
{
    /// <summary>Whether it is the value of a state after the step.</summary>
    public bool IsNext => Text.EndsWith("'", System.StringComparison.Ordinal);

    /// <summary>The name without its prime.</summary>
    public string Plain => Text.TrimEnd('\'');
}

/// <summary>One line of a cell's text.</summary>
internal abstract record StatementSyntax
{
    /// <summary><c>state a, b</c>.</summary>
    internal sealed record States(IReadOnlyList<NameSyntax> Names) : StatementSyntax;

    /// <summary><c>vector w = 0.5</c>.</summary>
    internal sealed record Vectors(IReadOnlyList<NameSyntax> Names, double Start) : StatementSyntax;

    /// <summary><c>z1, z2 = [x, h] * kernel + bias(1)</c>.</summary>
    internal sealed record Matrix(
        IReadOnlyList<NameSyntax> Blocks, IReadOnlyList<NameSyntax> Operands, NameSyntax Kernel, NameSyntax? Bias, double BiasStart) : StatementSyntax;

    /// <summary><c>name = value</c>.</summary>
    internal sealed record Assignment(NameSyntax Target, ExpressionSyntax Value) : StatementSyntax;

    /// <summary><c>output h'</c>.</summary>
    internal sealed record Output(NameSyntax Name) : StatementSyntax;
}

/// <summary>The right side of an assignment, or a part of it.</summary>
internal abstract record ExpressionSyntax
{
    /// <summary>A number, its sign included.</summary>
    internal sealed record Number(double Value) : ExpressionSyntax;

    /// <summary>A value of some other line.</summary>
    internal sealed record Value(NameSyntax Name) : ExpressionSyntax;

    /// <summary>-value.</summary>
    internal sealed record Negation(ExpressionSyntax Operand) : ExpressionSyntax;

    /// <summary>left + right, and so on.</summary>
    internal sealed record Binary(char Operator, ExpressionSyntax Left, ExpressionSyntax Right, TextSpan OperatorSpan) : ExpressionSyntax;

    /// <summary>function(arguments).</summary>
    internal sealed record Call(NameSyntax Function, IReadOnlyList<ExpressionSyntax> Arguments) : ExpressionSyntax;
}
