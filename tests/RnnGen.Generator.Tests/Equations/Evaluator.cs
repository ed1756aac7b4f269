using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Tests.Equations;

/// <summary>Values of expressions: of the tree itself, and of printed text as C#'s own parser reads it.</summary>
internal static class Evaluator
{
    private const double SeluScale = 1.0507009873554805, SeluAlpha = 1.6732632423543772;

    public static double Value(Expr expression, IReadOnlyDictionary<string, double> values) => expression switch
    {
        Expr.Constant(var value) => value,
        Expr.Reference(var name) => values[name],
        Expr.Sum(var left, var right) => Value(left, values) + Value(right, values),
        Expr.Difference(var left, var right) => Value(left, values) - Value(right, values),
        Expr.Product(var left, var right) => Value(left, values) * Value(right, values),
        Expr.Quotient(var left, var right) => Value(left, values) / Value(right, values),
        Expr.Negation(var value) => -Value(value, values),
        Expr.Call(var function, var argument, var parameter) => Call(function, Value(argument, values), parameter),
        Expr.Extreme(var isMaximum, var left, var right) => isMaximum
            ? Math.Max(Value(left, values), Value(right, values))
            : Math.Min(Value(left, values), Value(right, values)),
        Expr.Selection(var comparison, var left, var right, var then, var otherwise) => Value(
            Holds(comparison.ToString(), Value(left, values), Value(right, values)) ? then : otherwise, values),
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
                    SyntaxKind.DivideExpression => left / right,
                    _ => throw new FormatException(binary.ToString()),
                };
            case InvocationExpressionSyntax
            { Expression: var name, ArgumentList.Arguments: [{ Expression: var mask }, var then, var other] }
                when name.ToString() is "V.Select" or "where":
                return Value((Holds(mask, values) ? then : other).Expression, values);
            case InvocationExpressionSyntax call:
                double[] arguments =
                [
                    .. System.Linq.Enumerable.Select(call.ArgumentList.Arguments, argument => Value(argument.Expression, values)),
                ];
                return call.Expression.ToString() switch
                {
                    "V.Create" => arguments[0],
                    "V.Maximum" or "max" => Math.Max(arguments[0], arguments[1]),
                    "V.Minimum" or "min" => Math.Min(arguments[0], arguments[1]),
                    "V.MultiplyAdd" => (arguments[0] * arguments[1]) + arguments[2],
                    string name when Enum.TryParse(
                        name.Replace("V.", "", StringComparison.Ordinal), ignoreCase: true, out Function function) => Call(
                        function, arguments[0], arguments.Length > 1 ? arguments[1] : 0),
                    _ => throw new FormatException(call.ToString()),
                };
            default:
                throw new FormatException(tree.ToString());
        }
    }

    private static bool Holds(ExpressionSyntax mask, IReadOnlyDictionary<string, double> values) => mask switch
    {
        BinaryExpressionSyntax compared => Holds(
            compared.OperatorToken.ValueText, Value(compared.Left, values), Value(compared.Right, values)),
        AssignmentExpressionSyntax equal => Holds("=", Value(equal.Left, values), Value(equal.Right, values)),
        InvocationExpressionSyntax { ArgumentList.Arguments: [var left, var right] } call => Holds(
            call.Expression.ToString(), Value(left.Expression, values), Value(right.Expression, values)),
        _ => throw new FormatException(mask.ToString()),
    };

    private static bool Holds(string comparison, double left, double right) => comparison switch
    {
        "V.GreaterThan" or ">" or nameof(Comparison.Greater) => left > right,
        "V.GreaterThanOrEqual" or ">=" or nameof(Comparison.GreaterOrEqual) => left >= right,
        "V.Equal" or "=" or nameof(Comparison.Equal) => left == right,
        _ => throw new FormatException(comparison),
    };

    private static double Call(Function function, double x, double parameter) => function switch
    {
        Function.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Function.SigmoidOfTwice => 1 / (1 + Math.Exp(-2 * x)),
        Function.Tanh => Math.Tanh(x),
        Function.Relu => Math.Max(x, 0),
        Function.LeakyRelu => x < 0 ? parameter * x : x,
        Function.Relu6 => Math.Clamp(x, 0, 6),
        Function.Elu => x < 0 ? parameter * (Math.Exp(x) - 1) : x,
        Function.Selu => SeluScale * (x < 0 ? SeluAlpha * (Math.Exp(x) - 1) : x),
        Function.Softplus => Math.Log(1 + Math.Exp(x)),
        Function.Softsign => x / (1 + Math.Abs(x)),
        Function.HardSigmoid => Math.Clamp((0.2 * x) + 0.5, 0, 1),
        Function.Clip => Math.Clamp(x, -parameter, parameter),
        Function.Exp => Math.Exp(x),
        Function.Log => Math.Log(x),
        Function.Sqrt => Math.Sqrt(x),
        Function.Abs => Math.Abs(x),
        Function.Sin => Math.Sin(x),
        Function.Cos => Math.Cos(x),
        Function.Sign => Math.Sign(x),
        Function.ReluSlope => x > 0 ? 1 : 0,
        Function.LeakyReluSlope => x > 0 ? 1 : parameter,
        Function.Relu6Slope => x is > 0 and < 6 ? 1 : 0,
        Function.EluSlope => x < 0 ? x + parameter : 1,
        Function.SeluSlope => x < 0 ? x + (SeluScale * SeluAlpha) : SeluScale,
        Function.SoftsignSlope => (1 - Math.Abs(x)) * (1 - Math.Abs(x)),
        Function.HardSigmoidSlope => x is > 0 and < 1 ? 0.2 : 0,
        Function.ClipSlope => Math.Abs(x) < parameter ? 1 : 0,
        _ => throw new ArgumentException(function.ToString()),
    };
}
