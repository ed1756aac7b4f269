using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Tests.Equations;

/// <summary>Values of expressions: of the tree itself, and of printed text as C#'s own parser reads it.</summary>
internal static class Evaluator
{
    public static double Value(Expr expression, IReadOnlyDictionary<string, double> values) => expression switch
    {
        Expr.Constant(var value) => value,
        Expr.Reference(var name) => values[name],
        Expr.Sum(var left, var right) => Value(left, values) + Value(right, values),
        Expr.Difference(var left, var right) => Value(left, values) - Value(right, values),
        Expr.Product(var left, var right) => Value(left, values) * Value(right, values),
        Expr.Negation(var value) => -Value(value, values),
        Expr.Call(Function.Sigmoid, var argument) => Sigmoid(Value(argument, values)),
        Expr.Call(Function.SigmoidOfTwice, var argument) => Sigmoid(2 * Value(argument, values)),
        Expr.Call(Function.Tanh, var argument) => Math.Tanh(Value(argument, values)),
        _ => throw new ArgumentException(expression.ToString()),
    };

    /// <summary>The value of text as mathematics: <c>·</c> binds like a product, <c>σ</c> is a function, <c>c'</c> a name.</summary>
    public static double Maths(string text, IReadOnlyDictionary<string, double> values) =>
        Parsed(text.Replace("·", " * ").Replace("σ(", "Sigmoid(").Replace("tanh(", "Tanh(").Replace("'", "Next"), values);

    /// <summary>The value of text as C#, where V.Create and V.MultiplyAdd mean what the runtime's vectors do.</summary>
    public static double Parsed(string text, IReadOnlyDictionary<string, double> values)
    {
        ExpressionSyntax tree = SyntaxFactory.ParseExpression(text, consumeFullText: true);
        return tree.ContainsDiagnostics ? throw new FormatException($"'{text}' is not an expression.") : Value(tree, values);
    }

    private static double Value(ExpressionSyntax tree, IReadOnlyDictionary<string, double> values)
    {
        switch (tree)
        {
            case ParenthesizedExpressionSyntax inner:
                return Value(inner.Expression, values);
            case LiteralExpressionSyntax literal:
                return Convert.ToDouble(literal.Token.Value, System.Globalization.CultureInfo.InvariantCulture);
            case IdentifierNameSyntax name:
                return values[name.Identifier.ValueText];
            case PrefixUnaryExpressionSyntax minus when minus.OperatorToken.ValueText == "-":
                return -Value(minus.Operand, values);
            case BinaryExpressionSyntax binary:
                double left = Value(binary.Left, values);
                double right = Value(binary.Right, values);
                return binary.Kind() switch
                {
                    SyntaxKind.AddExpression => left + right,
                    SyntaxKind.SubtractExpression => left - right,
                    SyntaxKind.MultiplyExpression => left * right,
                    _ => throw new FormatException(binary.ToString()),
                };
            case InvocationExpressionSyntax call:
                double[] arguments = [.. System.Linq.Enumerable.Select(call.ArgumentList.Arguments, argument => Value(argument.Expression, values))];
                return call.Expression.ToString() switch
                {
                    "V.Create" => arguments[0],
                    "V.MultiplyAdd" => (arguments[0] * arguments[1]) + arguments[2],
                    "Sigmoid" => Sigmoid(arguments[0]),
                    "SigmoidOfTwice" => Sigmoid(2 * arguments[0]),
                    "Tanh" => Math.Tanh(arguments[0]),
                    _ => throw new FormatException(call.ToString()),
                };
            default:
                throw new FormatException(tree.ToString());
        }
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
