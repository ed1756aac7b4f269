using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Language;

/// <summary>Finds what is wrong within an expression.</summary>
/// <param name="errors">Receives it.</param>
/// <param name="read">Notes that a name is read.</param>
internal sealed class CellExpressionChecker(CellTextErrors errors, Action<CellName> read)
{
    public void Check(CellExpression expression) => Value(expression);

    /// <summary>Checks an expression; its value where it has no names and no mistakes, in floats as the network would have it.</summary>
    private float? Value(CellExpression expression)
    {
        switch (expression)
        {
            case CellExpression.Number number:
                return (float)number.Value;
            case CellExpression.Named value:
                read(value.Name);
                return null;
            case CellExpression.Negation negation:
                return -Value(negation.Operand);
            case CellExpression.Binary binary:
                return Value(binary, Value(binary.Left), Value(binary.Right));
            case CellExpression.Compared compared:
                Check(compared.Left);
                Check(compared.Right);
                return null;
            case CellExpression.Call call:
                CheckCall(call);
                return null;
            default:
                return null;
        }
    }

    private float? Value(CellExpression.Binary binary, float? left, float? right)
    {
        bool divides = binary.Operator == '/';
        float? value = (float?)(binary.Operator switch
        {
            '+' => (double?)left + right,
            '-' => (double?)left - right,
            '*' => (double?)left * right,
            _ => (double?)left / right,
        });
        string? problem = divides && right == 0 ? "This divides by zero"
            : value is float.PositiveInfinity or float.NegativeInfinity ? "This is beyond the range of float"
            : value == 0 && left != 0 && (divides || (binary.Operator == '*' && right != 0))
                ? "This is 0 as a float, whose smallest is 1.4E-45"
            : null;
        if (problem is null)
        {
            return value;
        }

        errors.Add(new CellTextError(Descriptors.CellSyntax, binary.OperatorSpan, problem));
        return null;
    }

    private void CheckCall(CellExpression.Call call)
    {
        string name = call.Function.Text;
        if (CellFunctions.Find(name) is CellFunction function)
        {
            CheckArguments(call, function);
        }
        else if (CellFunctions.HasNoDerivative(name))
        {
            errors.Add(new CellTextError(
                Descriptors.CellNoDerivative, call.Function.Span,
                $"'{name}' has no derivative that could train what stands in it; there are {List()}"));
        }
        else
        {
            errors.Add(
                new CellTextError(Descriptors.CellNameUnknown, call.Function.Span, $"There is no function '{name}'; there are {List()}"));
        }
    }

    private void CheckArguments(CellExpression.Call call, CellFunction function)
    {
        IReadOnlyList<CellExpression> arguments = call.Arguments;
        foreach (CellExpression.Compared misplaced in arguments.Where(
            (argument, index) => function.Form != CellFunctionForm.Selection || index > 0).OfType<CellExpression.Compared>())
        {
            errors.Add(new CellTextError(
                Descriptors.CellSyntax, misplaced.OperatorSpan,
                $"A comparison is no value: it is the first of three arguments, {CellFunctions.Selection}(a > b, x, y)"));
        }

        switch (function.Form)
        {
            case CellFunctionForm.Extreme:
                CheckAll(2, "two values");
                break;
            case CellFunctionForm.Selection:
                CheckAll(3, "a comparison and two values, such as a > b, x, y");
                if (arguments.Count == 3 && arguments[0] is not CellExpression.Compared)
                {
                    errors.Add(new CellTextError(
                        Descriptors.CellSyntax, call.Function.Span,
                        $"The first argument of '{function.Name}' must be a comparison with >, <, >= or <="));
                }

                break;
            default:
                Check(arguments[0]);
                CheckParameter(call, function);
                break;
        }

        void CheckAll(int count, string what)
        {
            foreach (CellExpression argument in arguments)
            {
                Check(argument);
            }

            if (arguments.Count != count)
            {
                errors.Add(new CellTextError(
                    Descriptors.CellSyntax, call.Function.Span,
                    $"'{function.Name}' takes {what}, not {Number(arguments.Count)} {(arguments.Count == 1 ? "argument" : "arguments")}"));
            }
        }
    }

    private void CheckParameter(CellExpression.Call call, CellFunction function)
    {
        int given = call.Arguments.Count;
        string? problem = null;
        if (function.Parameter is null)
        {
            problem = given == 1 ? null : $"'{function.Name}' takes one argument, not {Number(given)}";
        }
        else if (given > 2 || (given == 1 && double.IsNaN(function.Default)))
        {
            problem =
                $"'{function.Name}' takes an argument and a number, {function.Parameter}, "
                    + $"not {Number(given)} {(given == 1 ? "argument" : "arguments")}";
        }
        else if (given == 2 && call.Arguments[1] is not CellExpression.Number { Value: > 0 })
        {
            problem = $"The second argument of '{function.Name}', {function.Parameter}, must be a number above 0";
        }

        if (problem is not null)
        {
            errors.Add(new CellTextError(Descriptors.CellSyntax, call.Function.Span, problem));
        }
    }

    private static string List() => string.Join(", ", CellFunctions.All.Select(function => function.Name));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
