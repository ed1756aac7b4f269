using System;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Cells.Text;

/// <summary>Finds what is wrong within an expression.</summary>
internal sealed class CellExpressionChecker(CellTextErrors errors, Action<CellName> read)
{
    public void Check(CellExpression expression)
    {
        switch (expression)
        {
            case CellExpression.Named value:
                read(value.Name);
                break;
            case CellExpression.Negation negation:
                Check(negation.Operand);
                break;
            case CellExpression.Binary binary:
                Check(binary.Left);
                Check(binary.Right);
                if (binary is { Operator: '/', Right: CellExpression.Number { Value: 0 } })
                {
                    errors.Add(new CellTextError(Descriptors.CellSyntax, binary.OperatorSpan, "This divides by zero"));
                }

                break;
            case CellExpression.Call call:
                CheckCall(call);
                break;
        }
    }

    private void CheckCall(CellExpression.Call call)
    {
        string name = call.Function.Text;
        if (CellFunctions.Find(name) is CellFunction function)
        {
            Check(call.Arguments[0]);
            CheckParameter(call, function);
        }
        else if (CellFunctions.HasNoDerivative(name))
        {
            errors.Add(new CellTextError(
                Descriptors.CellNoDerivative, call.Function.Span, $"'{name}' has no derivative that could train what stands in it; there are {List()}"));
        }
        else
        {
            errors.Add(new CellTextError(Descriptors.CellNameUnknown, call.Function.Span, $"There is no function '{name}'; there are {List()}"));
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
            problem = $"'{function.Name}' takes an argument and a number, {function.Parameter}, not {Number(given)} {(given == 1 ? "argument" : "arguments")}";
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
