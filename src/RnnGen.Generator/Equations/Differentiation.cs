using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Generator.Equations;

/// <summary>Partial derivatives of expressions without calls, and the rules that keep them short.</summary>
internal static class Differentiation
{
    /// <summary>Every function that an expression calls.</summary>
    public static IEnumerable<Function> Calls(Expr expression) => expression switch
    {
        Expr.Sum(var left, var right) => Calls(left).Concat(Calls(right)),
        Expr.Difference(var left, var right) => Calls(left).Concat(Calls(right)),
        Expr.Product(var left, var right) => Calls(left).Concat(Calls(right)),
        Expr.Quotient(var left, var right) => Calls(left).Concat(Calls(right)),
        Expr.Negation(var value) => Calls(value),
        Expr.Call call => Calls(call.Argument).Prepend(call.Function),
        _ => [],
    };

    /// <summary>Whether an expression of finite values may be NaN.</summary>
    public static bool MayDivideByZero(Expr expression) => expression switch
    {
        Expr.Quotient => true,
        Expr.Sum(var left, var right) => MayDivideByZero(left) || MayDivideByZero(right),
        Expr.Difference(var left, var right) => MayDivideByZero(left) || MayDivideByZero(right),
        Expr.Product(var left, var right) => MayDivideByZero(left) || MayDivideByZero(right),
        Expr.Negation(var value) => MayDivideByZero(value),
        Expr.Call call => call.Function is Function.Log or Function.Sqrt || MayDivideByZero(call.Argument),
        _ => false,
    };

    /// <summary>The names in an expression, in the order of their first appearance.</summary>
    public static IReadOnlyList<string> References(Expr expression)
    {
        List<string> names = [];
        Collect(expression);
        return names;

        void Collect(Expr node)
        {
            switch (node)
            {
                case Expr.Reference reference when !names.Contains(reference.Name):
                    names.Add(reference.Name);
                    break;
                case Expr.Sum(var left, var right):
                    Collect(left);
                    Collect(right);
                    break;
                case Expr.Difference(var left, var right):
                    Collect(left);
                    Collect(right);
                    break;
                case Expr.Product(var left, var right):
                    Collect(left);
                    Collect(right);
                    break;
                case Expr.Quotient(var left, var right):
                    Collect(left);
                    Collect(right);
                    break;
                case Expr.Negation(var value):
                    Collect(value);
                    break;
                case Expr.Call(_, var argument, _):
                    Collect(argument);
                    break;
            }
        }
    }

    /// <summary>The expression with another one in place of a name.</summary>
    public static Expr Substitute(Expr expression, string name, Expr value) => expression switch
    {
        Expr.Reference reference => reference.Name == name ? value : reference,
        Expr.Sum(var left, var right) => Substitute(left, name, value) + Substitute(right, name, value),
        Expr.Difference(var left, var right) => Substitute(left, name, value) - Substitute(right, name, value),
        Expr.Product(var left, var right) => Substitute(left, name, value) * Substitute(right, name, value),
        Expr.Quotient(var left, var right) => Substitute(left, name, value) / Substitute(right, name, value),
        Expr.Negation(var inner) => -Substitute(inner, name, value),
        Expr.Call call => call with { Argument = Substitute(call.Argument, name, value) },
        _ => expression,
    };

    /// <summary>∂expression / ∂name.</summary>
    public static Expr Partial(Expr expression, string name) => expression switch
    {
        Expr.Constant => Expr.Zero,
        Expr.Reference reference => reference.Name == name ? Expr.One : Expr.Zero,
        Expr.Sum(var left, var right) => Add(Partial(left, name), Partial(right, name)),
        Expr.Difference(var left, var right) => Subtract(Partial(left, name), Partial(right, name)),
        Expr.Product(var left, var right) => Add(Multiply(Partial(left, name), right), Multiply(left, Partial(right, name))),
        Expr.Quotient(var left, var right) => Subtract(
            Divide(Partial(left, name), right), Divide(Multiply(left, Partial(right, name)), Multiply(right, right))),
        Expr.Negation(var value) => Negate(Partial(value, name)),
        _ => throw new ArgumentException($"{expression} is not an expression without calls.", nameof(expression)),
    };

    /// <summary>left + right without zeros; a negated term becomes a difference.</summary>
    public static Expr Add(Expr left, Expr right) => (left, right) switch
    {
        (Expr.Constant { Value: 0 }, _) => right,
        (_, Expr.Constant { Value: 0 }) => left,
        (_, Expr.Negation(var value)) => left - value,
        _ => left + right,
    };

    /// <summary>left · right without zeros and ones; signs move outwards.</summary>
    public static Expr Multiply(Expr left, Expr right) => (left, right) switch
    {
        (Expr.Constant { Value: 0 }, _) or (_, Expr.Constant { Value: 0 }) => Expr.Zero,
        (Expr.Constant { Value: 1 }, _) => right,
        (_, Expr.Constant { Value: 1 }) => left,
        (Expr.Constant { Value: -1 }, _) => Negate(right),
        (_, Expr.Constant { Value: -1 }) => Negate(left),
        (Expr.Negation(var value), _) => Negate(Multiply(value, right)),
        (_, Expr.Negation(var value)) => Negate(Multiply(left, value)),
        _ => left * right,
    };

    private static Expr Divide(Expr left, Expr right) => (left, right) switch
    {
        (Expr.Constant { Value: 0 }, _) => Expr.Zero,
        (_, Expr.Constant { Value: 1 }) => left,
        (Expr.Negation(var value), _) => Negate(Divide(value, right)),
        _ => left / right,
    };

    private static Expr Subtract(Expr left, Expr right) => (left, right) switch
    {
        (_, Expr.Constant { Value: 0 }) => left,
        (Expr.Constant { Value: 0 }, _) => Negate(right),
        _ => left - right,
    };

    private static Expr Negate(Expr value) => value switch
    {
        Expr.Constant { Value: 0 } => Expr.Zero,
        Expr.Constant constant => new Expr.Constant(-constant.Value),
        Expr.Negation(var inner) => inner,
        _ => -value,
    };
}
