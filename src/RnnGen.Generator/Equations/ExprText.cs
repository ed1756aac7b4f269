using System;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Equations;

/// <summary>Prints expressions: as mathematics for comments, as vector C# for code.</summary>
internal static class ExprText
{
    /// <summary>The identifier of a value: <c>c'</c> becomes <c>cNext</c>, <c>do</c> (a keyword) <c>dO</c>.</summary>
    public static string Identifier(string name)
    {
        string identifier = name.Replace("'", "Next");
        return SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None
            ? identifier
            : identifier.Substring(0, identifier.Length - 1) + char.ToUpperInvariant(identifier[identifier.Length - 1]);
    }

    /// <summary>The identifier with the number of a vector behind it; s1 of vector 0 is not s10.</summary>
    public static string Numbered(string name, string number)
    {
        string identifier = Identifier(name);
        return identifier + (number.Length > 0 && char.IsDigit(identifier[identifier.Length - 1]) ? "_" : "") + number;
    }

    /// <summary>As on paper: <c>σ(zf + 1)·c + i·j</c>.</summary>
    public static string Maths(Expr expression) => expression switch
    {
        Expr.Constant constant => constant.Value.ToString("R", CultureInfo.InvariantCulture),
        Expr.Reference reference => CellNames.Display(reference.Name),
        Expr.Sum(var left, Expr.Constant { Value: < 0 } right) => $"{Maths(left)} - {Maths(-right.Value)}",
        Expr.Difference(var left, Expr.Constant { Value: < 0 } right) => $"{Maths(left)} + {Maths(-right.Value)}",
        Expr.Sum(var left, var right) => $"{Maths(left)} + {Maths(right)}",
        Expr.Difference(var left, var right) => $"{Maths(left)} - {MathsFactor(right)}",
        Expr.Product(var left, var right) => $"{MathsFactor(left)}·{MathsFactor(right)}",
        Expr.Quotient(var left, var right) => $"{MathsFactor(left)}/{MathsDivisor(right)}",
        Expr.Negation(var value) => $"-{MathsFactor(value)}",
        Expr.Call(Function.SigmoidOfTwice, var argument, _) => $"σ({Maths(2 * argument)})",
        Expr.Call(var function, var argument, var parameter) when Functions.HasParameter(function) =>
            $"{Functions.Symbol(function)}({Maths(argument)}, {Maths(parameter)})",
        Expr.Call(var function, var argument, _) => $"{Functions.Symbol(function)}({Maths(argument)})",
        Expr.Extreme(var isMaximum, var left, var right) => $"{(isMaximum ? "max" : "min")}({Maths(left)}, {Maths(right)})",
        Expr.Selection(var comparison, var left, var right, var then, var otherwise) =>
            $"where({Maths(left)} {Sign(comparison)} {Maths(right)}, {Maths(then)}, {Maths(otherwise)})",
        _ => throw new ArgumentException(expression.ToString(), nameof(expression)),
    };

    /// <summary>
    /// As C# over vectors. Sums of products become fused multiply-adds, the same ones at every vector width and in every
    /// schedule: part of the promise that results are equal to the bit.
    /// </summary>
    /// <param name="expression">The expression.</param>
    /// <param name="suffix">Stands behind every name: the number of a vector.</param>
    /// <param name="type">The type parameter of the vector.</param>
    public static string Code(Expr expression, string suffix = "", string type = "V") => expression switch
    {
        Expr.Constant constant => $"{type}.Create({Literal(constant.Value)})",
        Expr.Reference reference => Numbered(reference.Name, suffix),
        Expr.Sum(Expr.Product(var a, var b), var c) =>
            $"{type}.MultiplyAdd({Code(a, suffix, type)}, {Code(b, suffix, type)}, {Code(c, suffix, type)})",
        Expr.Sum(var c, Expr.Product(var a, var b)) =>
            $"{type}.MultiplyAdd({Code(a, suffix, type)}, {Code(b, suffix, type)}, {Code(c, suffix, type)})",
        Expr.Sum(var left, var right) => $"{Code(left, suffix, type)} + {Code(right, suffix, type)}",
        Expr.Difference(var c, Expr.Product(var a, var b)) =>
            $"{type}.MultiplyAdd(-{CodeFactor(a, suffix, type)}, {Code(b, suffix, type)}, {Code(c, suffix, type)})",
        Expr.Difference(var left, var right) => $"{Code(left, suffix, type)} - {CodeFactor(right, suffix, type)}",
        Expr.Product(var left, var right) => $"{CodeFactor(left, suffix, type)} * {CodeFactor(right, suffix, type)}",
        Expr.Quotient(var left, var right) => $"{CodeFactor(left, suffix, type)} / {CodeDivisor(right, suffix, type)}",
        Expr.Negation(var value) => $"-{CodeFactor(value, suffix, type)}",
        Expr.Call(var function, var argument, var parameter) when Functions.HasParameter(function) =>
            $"{type}.{function}({Code(argument, suffix, type)}, {Literal(parameter)})",
        Expr.Call(var function, var argument, _) => $"{type}.{function}({Code(argument, suffix, type)})",
        Expr.Extreme(var isMaximum, var left, var right) =>
            $"{type}.{(isMaximum ? "Maximum" : "Minimum")}({Code(left, suffix, type)}, {Code(right, suffix, type)})",
        Expr.Selection(var comparison, var left, var right, var then, var otherwise) =>
            $"{type}.Select({type}.{Mask(comparison)}({Code(left, suffix, type)}, {Code(right, suffix, type)}), "
            + $"{Code(then, suffix, type)}, {Code(otherwise, suffix, type)})",
        _ => throw new ArgumentException(expression.ToString(), nameof(expression)),
    };

    /// <summary>A float literal that reads back to the same bits.</summary>
    public static string Literal(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "=",
    };

    private static string Mask(Comparison comparison) => comparison switch
    {
        Comparison.Greater => "GreaterThan",
        Comparison.GreaterOrEqual => "GreaterThanOrEqual",
        _ => "Equal",
    };

    private static string MathsFactor(Expr expression) =>
        expression is Expr.Sum or Expr.Difference or Expr.Negation or Expr.Constant { Value: < 0 }
            ? $"({Maths(expression)})"
            : Maths(expression);

    private static string CodeFactor(Expr expression, string suffix, string type) =>
        expression is Expr.Reference or Expr.Constant or Expr.Call or Expr.Extreme or Expr.Selection or Expr.Sum(Expr.Product, _)
            or Expr.Sum(_, Expr.Product) or Expr.Difference(_, Expr.Product)
            ? Code(expression, suffix, type)
            : $"({Code(expression, suffix, type)})";

    // A product or quotient below the line needs its parentheses: a/(b·c), a/(b/c).
    private static string MathsDivisor(Expr expression) =>
        expression is Expr.Product or Expr.Quotient ? $"({Maths(expression)})" : MathsFactor(expression);

    private static string CodeDivisor(Expr expression, string suffix, string type) =>
        expression is Expr.Product or Expr.Quotient ? $"({Code(expression, suffix, type)})" : CodeFactor(expression, suffix, type);
}
