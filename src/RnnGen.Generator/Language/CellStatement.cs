using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Cells;

namespace RnnGen.Generator.Language;

/// <summary>A name where it stands.</summary>
internal sealed record CellName(string Text, TextSpan Span)
{
    /// <summary>Whether it is the value of a state after the step.</summary>
    public bool IsNext => Text.EndsWith("'", StringComparison.Ordinal);

    /// <summary>The name without its prime.</summary>
    public string Plain => Text.TrimEnd('\'');
}

/// <summary>How many numbers a value has: as many as the layer has units unless its line says otherwise.</summary>
/// <param name="Number">The number in brackets, 1 where there is none.</param>
/// <param name="TimesUnits">Whether it is times the units.</param>
internal readonly record struct CellWidth(int Number, bool TimesUnits)
{
    /// <summary>The layer's units.</summary>
    public static readonly CellWidth Units = new(1, true);

    /// <inheritdoc/>
    public override string ToString() =>
        this == Units ? "units" : FormattableString.Invariant($"{Number}{(TimesUnits ? "*units" : "")}");

    /// <summary>The extent of a layer.</summary>
    public Extent Of(int units) =>
        this == Units ? new Extent("", units)
        : TimesUnits ? new Extent(FormattableString.Invariant($"Times{Number}"), checked(Number * units))
        : new Extent(FormattableString.Invariant($"Width{Number}"), Number);
}

/// <summary>One line of a cell's text.</summary>
internal abstract record CellStatement
{
    /// <summary>The names that the line gives a value; the name of an output has one already.</summary>
    public virtual IReadOnlyList<CellName> Targets => [];

    /// <summary><c>state a, b</c> or <c>state a, b [16]</c>.</summary>
    internal sealed record States(IReadOnlyList<CellName> Names, CellWidth Width) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Names;
    }

    /// <summary><c>input elapsed</c>: of a step beside x, bound by the layer's attribute.</summary>
    internal sealed record Inputs(IReadOnlyList<CellName> Names) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Names;
    }

    /// <summary><c>vector w = 0.5</c>, or with one number for all units <c>scalar s = 0.5</c>.</summary>
    internal sealed record Vectors(IReadOnlyList<CellName> Names, CellWidth Width, double Start, bool AreScalars) : CellStatement
    {
        public override IReadOnlyList<CellName> Targets => Names;
    }

    /// <summary><c>z1, z2 = [x, h] * kernel + bias(1)</c>, with a width of their own <c>z1, z2 [16] = ...</c>.</summary>
    internal sealed record Matrix(
        IReadOnlyList<CellName> Blocks, CellWidth Width, IReadOnlyList<CellName> Operands, CellName Kernel, CellName? Bias,
        double BiasStart) : CellStatement
    {
        /// <summary>Of <c>kernel(heads = 4)</c> the 4: each unit reads the numbers of its own head alone.</summary>
        public int Heads { get; init; } = 1;

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

    /// <summary>left > right, and so on, which is no value by itself.</summary>
    internal sealed record Compared(string Operator, CellExpression Left, CellExpression Right, TextSpan OperatorSpan) : CellExpression;

    /// <summary>function(arguments).</summary>
    internal sealed record Call(CellName Function, IReadOnlyList<CellExpression> Arguments) : CellExpression;
}
