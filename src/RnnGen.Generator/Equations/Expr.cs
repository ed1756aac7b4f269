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

    /// <summary>-value.</summary>
    internal sealed record Negation(Expr Value) : Expr;

    /// <summary>function(argument); only as the whole right side of an assignment, so that its result has a name.</summary>
    internal sealed record Call(Function Function, Expr Argument) : Expr;
}

/// <summary>A nonlinear function whose derivative is an expression of its result.</summary>
internal enum Function
{
    Sigmoid,
    Tanh,

    /// <summary>σ(2x), of a matrix product whose weights are packed halved: it has all its constants in common with tanh.</summary>
    SigmoidOfTwice,
}

/// <summary>name = value.</summary>
internal sealed record Assignment(string Name, Expr Value) : IEquatable<Assignment>
{
    /// <summary>Whether the value is the result of a nonlinear call: kept for the backward pass, not computed again.</summary>
    public bool IsNonlinear => Value is Expr.Call;
}

/// <summary>Names for the functions, as one writes them on paper.</summary>
internal static class Functions
{
    public static Expr Sigmoid(Expr argument) => new Expr.Call(Function.Sigmoid, argument);

    public static Expr Tanh(Expr argument) => new Expr.Call(Function.Tanh, argument);

    /// <summary>The derivative, given the function's result: σ' = s·(1 - s), tanh' = 1 - t², σ(2x)' = 2·s·(1 - s).</summary>
    public static Expr Derivative(Function function, Expr result) => function switch
    {
        Function.Sigmoid => result * (Expr.One - result),
        Function.Tanh => Expr.One - (result * result),
        Function.SigmoidOfTwice => 2 * (result * (Expr.One - result)),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
    };
}
