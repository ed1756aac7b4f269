using System;

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
}

/// <summary>name = value.</summary>
internal sealed record Assignment(string Name, Expr Value) : IEquatable<Assignment>
{
    /// <summary>What it stands for, in words, for comments; null where nobody has said.</summary>
    public string? Words { get; init; }

    /// <summary>Whether the value is the result of a nonlinear call: kept for the backward pass, not computed again.</summary>
    public bool IsNonlinear => Value is Expr.Call;
}
