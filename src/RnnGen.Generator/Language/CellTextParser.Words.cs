using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Language;

/// <content>Names, numbers and signs, and what is said where another one was expected.</content>
internal sealed partial class CellTextParser
{
    private List<CellName> NameList(string what)
    {
        List<CellName> names = [];
        do
        {
            names.Add(Name(what));
        }
        while (Take(","));
        return names;
    }

    private CellName Name(string what)
    {
        CellToken token = Current;
        CellName name = new(token.Text, token.Span);
        if (token.Kind != CellTokenKind.Name)
        {
            Fail(token, Expected(what));
        }
        else if (name.Text.Length > Limits.NameLength)
        {
            TooLong(name);
        }
        else
        {
            _position++;
        }

        return name;
    }

    /// <summary>Names of parameters may have parts, as in files: <c>gates/kernel</c>.</summary>
    private CellName ParameterName(string what)
    {
        CellName name = Name(what);
        while (Take("/"))
        {
            CellName part = Name($"the rest of the name '{name.Text}/'");
            name = new CellName(
                $"{name.Text}/{part.Text}", TextSpan.FromBounds(name.Span.Start, System.Math.Max(name.Span.End, part.Span.End)));
        }

        if (name.Text.Length > Limits.NameLength)
        {
            TooLong(name);
        }
        else if (name.Text.IndexOf('\'') >= 0 && !_failed)
        {
            _failed = true;
            _errors.Add(
                new CellTextError(
                    Descriptors.CellSyntax, name.Span, $"A parameter has no next value: write '{name.Text.Replace("'", "")}'"));
        }

        return name;
    }

    private double SignedNumber()
    {
        bool negative = Take("-");
        return negative ? -Number() : Number();
    }

    private double Number()
    {
        CellToken token = Current;
        if (token.Kind != CellTokenKind.Number)
        {
            Fail(token, Expected("a number"));
        }
        else if (System.Math.Abs(token.Value) > float.MaxValue)
        {
            Fail(token, $"The number {token.Text} is beyond the range of float");
        }
        else if (token.Value != 0 && (float)token.Value == 0)
        {
            Fail(token, $"The number {token.Text} is 0 as a float, whose smallest is 1.4E-45");
        }
        else
        {
            _position++;
        }

        return token.Value;
    }

    private CellToken Operator()
    {
        CellToken sign = Current;
        _position++;
        if (++_operators > MaxOperators)
        {
            Fail(sign, $"The line has more than {MaxOperators} operators; give a part of it a line of its own");
        }

        return sign;
    }

    private bool Take(string text)
    {
        if (!Current.Is(text))
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(string text, string what)
    {
        if (!Take(text))
        {
            Fail(Current, Expected(what));
        }
    }

    private string Expected(string what) => $"Expected {what}, found {Current.Description}";

    private void TooLong(CellName name) => Fail(Descriptors.NameTooLong, name.Span, Limits.LongName(name.Text));

    // An end has no width; what stands before it has.
    private void Fail(CellToken token, string message) =>
        Fail(Descriptors.CellSyntax, token.Kind == CellTokenKind.EndOfLine && !_failed ? _tokens[_position - 1].Span : token.Span, message);

    /// <summary>Reports the first mistake of a line, and goes to its end, where nothing more is read.</summary>
    private void Fail(DiagnosticDescriptor descriptor, TextSpan span, string message)
    {
        if (!_failed)
        {
            _errors.Add(new CellTextError(descriptor, span, message));
            _failed = true;
        }

        while (Current.Kind != CellTokenKind.EndOfLine)
        {
            _position++;
        }
    }
}
