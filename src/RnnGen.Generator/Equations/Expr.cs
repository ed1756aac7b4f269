using System;
using System.Collections.Generic;

namespace RnnGen.Generator.Equations;

/// <summary>A scalar expression over named values: the language of the cells' equations.</summary>
internal abstract record Expr
{
    public static readonly Expr Zero = new Constant(0);
    public static readonly Expr One = new Constant(1);

    public static implicit operator Expr(double value) => new Constant(value);

    public static Expr operator +(Expr left, Expr right) => new Sum(left, right);

    public static Expr operator -(Expr left, Expr right) => new Difference(left, right);

    public static Expr operator *(Expr left, Expr right) => new Product(left, right);

    public static Expr operator /(Expr left, Expr right) => new Quotient(left, right);

    public static Expr operator -(Expr value) => new Negation(value);

    /// <summary>The expressions that it is made of, from left to right.</summary>
    public IReadOnlyList<Expr> Parts => this switch
    {
        Sum(var left, var right) => [left, right],
        Difference(var left, var right) => [left, right],
        Product(var left, var right) => [left, right],
        Quotient(var left, var right) => [left, right],
        Negation(var value) => [value],
        Call(_, var argument, _) => [argument],
        Extreme(_, var left, var right) => [left, right],
        Selection(_, var left, var right, var then, var otherwise) => [left, right, then, otherwise],
        _ => [],
    };

    /// <summary>A number.</summary>
    internal sealed record Constant(double Value) : Expr;

    /// <summary>A named value: an input, a state, a matrix product, or an earlier assignment.</summary>
    internal sealed record Reference(string Name) : Expr;

    /// <summary>left + right.</summary>
    internal sealed record Sum(Expr Left, Expr Right) : Expr;

    /// <summary>left - right.</summary>
    internal sealed record Difference(Expr Left, Expr Right) : Expr;

    /// <summary>left · right.</summary>
    internal sealed record Product(Expr Left, Expr Right) : Expr;

    /// <summary>left / right.</summary>
    internal sealed record Quotient(Expr Left, Expr Right) : Expr;

    /// <summary>-value.</summary>
    internal sealed record Negation(Expr Value) : Expr;

    /// <summary>
    /// function(argument) or function(argument, parameter). In a cell only as the whole right side of an assignment, so that its result
    /// has a name.
    /// </summary>
    internal sealed record Call(Function Function, Expr Argument, double Parameter = 0) : Expr;

    /// <summary>The larger or the smaller of two values; NaN where either is.</summary>
    internal sealed record Extreme(bool IsMaximum, Expr Left, Expr Right) : Expr;

    /// <summary>
    /// One of two values, where a comparison holds and where it does not: selected, not multiplied, so that a NaN in the other has no
    /// effect. No comparison holds for NaN.
    /// </summary>
    internal sealed record Selection(Comparison Comparison, Expr Left, Expr Right, Expr Then, Expr Otherwise) : Expr;
}

/// <summary>Left against right.</summary>
internal enum Comparison
{
    Greater,
    GreaterOrEqual,

    /// <summary>No part of the language; of derivatives.</summary>
    Equal,
}

/// <summary>name = value.</summary>
internal sealed record Assignment(string Name, Expr Value) : IEquatable<Assignment>
{
    /// <summary>What it stands for, in words, for comments; null where nobody has said.</summary>
    public string? Words { get; init; }

    /// <summary>Whether the value is the result of a nonlinear call: kept for the backward pass, not computed again.</summary>
    public bool IsNonlinear => Value is Expr.Call;
}
