using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Generator.Equations;

/// <summary>Partial derivatives of expressions without calls, and the rules that keep them short.</summary>
internal static class Differentiation
{
    /// <summary>Every function that an expression calls.</summary>
    public static IEnumerable<Function> Calls(Expr expression)
    {
        IEnumerable<Function> inner = expression.Parts.SelectMany(Calls);
        return expression is Expr.Call call ? inner.Prepend(call.Function) : inner;
    }

    /// <summary>Whether an expression of finite values may be NaN.</summary>
    public static bool MayDivideByZero(Expr expression) =>
        expression is Expr.Quotient or Expr.Call { Function: Function.Log or Function.Sqrt or Function.Sin or Function.Cos }
        || expression.Parts.Any(MayDivideByZero);

    /// <summary>Whether a part of it is there only where a comparison holds.</summary>
    public static bool Selects(Expr expression) => expression is Expr.Selection || expression.Parts.Any(Selects);

    /// <summary>The names in an expression, in the order of their first appearance.</summary>
    public static IReadOnlyList<string> References(Expr expression)
    {
        List<string> names = [];
        Collect(expression);
        return names;

        void Collect(Expr node)
        {
            if (node is Expr.Reference reference && !names.Contains(reference.Name))
            {
                names.Add(reference.Name);
            }

            foreach (Expr part in node.Parts)
            {
                Collect(part);
            }
        }
    }

    /// <summary>The expression with another one in place of a name.</summary>
    public static Expr Substitute(Expr expression, string name, Expr value)
    {
        return expression switch
        {
            Expr.Reference reference => reference.Name == name ? value : reference,
            Expr.Sum(var left, var right) => In(left) + In(right),
            Expr.Difference(var left, var right) => In(left) - In(right),
            Expr.Product(var left, var right) => In(left) * In(right),
            Expr.Quotient(var left, var right) => In(left) / In(right),
            Expr.Negation(var inner) => -In(inner),
            Expr.Call call => call with { Argument = In(call.Argument) },
            Expr.Extreme extreme => extreme with { Left = In(extreme.Left), Right = In(extreme.Right) },
            Expr.Selection selection => new Expr.Selection(
                selection.Comparison, In(selection.Left), In(selection.Right), In(selection.Then), In(selection.Otherwise)),
            _ => expression,
        };

        Expr In(Expr part) => Substitute(part, name, value);
    }

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
        Expr.Extreme extreme => Add(
            Multiply(ShareOfLeft(extreme), Partial(extreme.Left, name)),
            Multiply(ShareOfLeft(extreme with { Left = extreme.Right, Right = extreme.Left }), Partial(extreme.Right, name))),
        Expr.Selection selection => Select(
            selection, Partial(selection.Then, name), Partial(selection.Otherwise, name)),
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

    /// <summary>A part of a gradient, and 0 where what flows in is 0, whatever the part is: what was not selected may be NaN.</summary>
    public static Expr WhereFlows(Expr flow, Expr part) =>
        part is Expr.Constant or Expr.Reference ? part : new Expr.Selection(Comparison.Equal, flow, Expr.Zero, Expr.Zero, part);

    /// <summary>1 where left is the extreme, 0 where right is, and half where they are equal, as in PyTorch.</summary>
    private static Expr ShareOfLeft(Expr.Extreme extreme)
    {
        (Expr greater, Expr less) = extreme.IsMaximum ? (extreme.Left, extreme.Right) : (extreme.Right, extreme.Left);
        return new Expr.Selection(
            Comparison.Greater, greater, less, Expr.One,
            new Expr.Selection(Comparison.Equal, greater, less, 0.5, Expr.Zero));
    }

    private static Expr Select(Expr.Selection selection, Expr then, Expr otherwise) =>
        then == otherwise ? then : selection with { Then = then, Otherwise = otherwise };

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
