using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Language;

/// <summary>Finds what is wrong with statements that can be read: names, order, and what a cell needs to be complete.</summary>
internal sealed partial class CellTextChecker
{
    // How many names a message lists.
    private const int MostKnown = 40;

    private readonly string _text;
    private readonly CellTextErrors _errors;
    private readonly Dictionary<string, CellSymbol> _symbols = [];
    private readonly Dictionary<string, TextSpan> _parameters = [];
    private readonly Dictionary<string, TextSpan> _assignedLater = [];
    private readonly HashSet<string> _scalars = [];
    private CellStatement.Output? _output;
    private List<int>? _lines;

    private CellTextChecker(string text, CellTextErrors errors)
    {
        _text = text;
        _errors = errors;
        _symbols.Add(CellBuilder.InputName, new CellSymbol(CellSymbolKind.Input, CellBuilder.InputName, default, CellWidth.Units));
    }

    /// <summary>The errors, none of them where the text is a cell.</summary>
    public static void Check(string text, IReadOnlyList<CellStatement> statements, CellTextErrors errors)
    {
        CellTextChecker checker = new(text, errors);
        checker.FindTargets(statements);
        foreach (CellStatement statement in statements)
        {
            checker.Check(statement);
        }

        checker.CheckCompleteness();
    }

    /// <summary>The value that the layer hands up: as declared, or the next value of h.</summary>
    public static string OutputOf(IEnumerable<CellStatement> statements) =>
        statements.OfType<CellStatement.Output>().FirstOrDefault()?.Name.Text ?? "h'";

    private void FindTargets(IEnumerable<CellStatement> statements)
    {
        foreach (CellName name in statements.SelectMany(statement => statement.Targets))
        {
            _assignedLater[name.Text] = name.Span;
        }
    }

    private void Check(CellStatement statement)
    {
        switch (statement)
        {
            case CellStatement.Inputs inputs:
                foreach (CellName name in inputs.Names)
                {
                    Declare(name, CellSymbolKind.StepInput, CellWidth.Units);
                }

                break;
            case CellStatement.States states:
                foreach (CellName name in states.Names)
                {
                    Declare(name, CellSymbolKind.State, states.Width);
                }

                break;
            case CellStatement.Vectors vectors:
                foreach (CellName name in vectors.Names)
                {
                    Declare(name, CellSymbolKind.Vector, vectors.Width);
                    if (vectors.AreScalars)
                    {
                        _scalars.Add(name.Text);
                    }

                    CheckParameter(name);
                }

                break;
            case CellStatement.Matrix matrix:
                CheckMatrix(matrix);
                break;
            case CellStatement.Assignment assignment:
                Declare(assignment.Target, CellSymbolKind.Value, CheckExpression(assignment));
                break;
            case CellStatement.Output output when _output is not null:
                Report(
                    Descriptors.CellNameTwice, output.Name.Span, $"The output is declared twice, first in line {Line(_output.Name.Span)}");
                break;
            case CellStatement.Output output:
                _output = output;
                break;
        }
    }

    /// <summary>
    /// The width of an assignment: that of its state, or of what it reads first; all else that it reads must have it too.
    /// </summary>
    private CellWidth CheckExpression(CellStatement.Assignment assignment)
    {
        CellName target = assignment.Target;
        (string Name, CellWidth Width)? first = target.IsNext && _symbols.TryGetValue(target.Plain, out CellSymbol state)
            ? (target.Plain, state.Width)
            : null;
        new CellExpressionChecker(_errors, Read).Check(assignment.Value);
        return first?.Width ?? CellWidth.Units;

        void Read(CellName name)
        {
            this.Read(name);
            if (!_symbols.TryGetValue(name.Text, out CellSymbol symbol))
            {
                return;
            }

            first ??= (name.Text, symbol.Width);
            if (symbol.Width != first.Value.Width)
            {
                Report(
                    Descriptors.CellWidths, name.Span,
                    $"'{name.Text}' has the width {symbol.Width}, but '{first.Value.Name}', which stands in the same equation, has "
                    + $"{first.Value.Width}");
            }
        }
    }

    private void CheckMatrix(CellStatement.Matrix matrix)
    {
        HashSet<string> operands = [];
        foreach (CellName operand in matrix.Operands)
        {
            if (!operands.Add(operand.Text))
            {
                Report(
                    Descriptors.CellNameTwice, operand.Span,
                    $"'{operand.Text}' is an operand twice; once is enough, since the kernel has a row for each of its values");
            }

            if (operand.Text == CellBuilder.InputName && operand != matrix.Operands[0])
            {
                Report(
                    Descriptors.CellSyntax, operand.Span,
                    "x comes first among operands: [x, "
                    + $"{string.Join(", ", matrix.Operands.Select(other => other.Text).Where(other => other != CellBuilder.InputName))}]");
            }

            Read(operand);
            if (_scalars.Contains(operand.Text))
            {
                Report(Descriptors.CellSyntax, operand.Span, $"'{operand.Text}' is one number at every unit: no operand of a product");
            }
            else if (_symbols.TryGetValue(operand.Text, out CellSymbol symbol) && symbol.Kind == CellSymbolKind.StepInput)
            {
                Report(
                    Descriptors.CellSyntax, operand.Span,
                    $"'{operand.Text}' is read unit by unit: no operand of a product; what a product reads beside x, From joins to it");
            }
        }

        foreach (CellName operand in matrix.Operands.Where(_ => matrix.Heads > 1))
        {
            bool isInput = operand.Text == CellBuilder.InputName;
            CellWidth width = _symbols.TryGetValue(operand.Text, out CellSymbol symbol) ? symbol.Width : matrix.Width;
            if (isInput || width != matrix.Width)
            {
                Report(
                    Descriptors.CellWidths, operand.Span,
                    $"'{operand.Text}' has the width {(isInput ? "of the layer's input" : $"{width}")}, and the product by heads "
                    + $"{matrix.Width}: each head reads its own share of the operands, so that they have the same");
            }
        }

        foreach (CellName block in matrix.Blocks)
        {
            if (block.IsNext)
            {
                Report(
                    Descriptors.CellNameTwice, block.Span,
                    $"'{block.Text}' cannot be a matrix product itself: name the product, and assign {block.Text} on a line of its own");
            }
            else
            {
                Declare(block, CellSymbolKind.Block, matrix.Width);
            }
        }

        CheckParameter(matrix.Kernel);
        if (matrix.Bias is CellName bias)
        {
            CheckParameter(bias);
        }
    }

    /// <summary>Notes that a statement reads a name; without an assignment before, says why there is none.</summary>
    private void Read(CellName name)
    {
        if (_symbols.TryGetValue(name.Text, out CellSymbol symbol))
        {
            symbol.IsRead = true;
        }
        else if (_assignedLater.TryGetValue(name.Text, out TextSpan later))
        {
            string what = name.IsNext ? "assigned" : "declared or assigned";
            Report(Descriptors.CellNameUnknown, name.Span, $"'{name.Text}' is read before it is {what}, in line {Line(later)}");
        }
        else if (CellFunctions.Find(name.Text) is not null)
        {
            Report(Descriptors.CellNameUnknown, name.Span, $"'{name.Text}' is a function; it needs an argument in parentheses");
        }
        else if (name.IsNext)
        {
            string hint = _symbols.TryGetValue(name.Plain, out CellSymbol state) && state.Kind == CellSymbolKind.State
                ? "no line assigns it"
                : $"there is no state '{name.Plain}'";
            Report(Descriptors.CellNameUnknown, name.Span, $"'{name.Text}' has no value: {hint}");
        }
        else
        {
            string known = string.Join(", ", _symbols.Keys.Take(MostKnown));
            string others = _symbols.Count > MostKnown
                ? $" and {(_symbols.Count - MostKnown).ToString(CultureInfo.InvariantCulture)} more"
                : "";
            Report(Descriptors.CellNameUnknown, name.Span, $"There is no value '{name.Text}'; here are {known}{others}");
        }
    }

    private void Declare(CellName name, CellSymbolKind kind, CellWidth width)
    {
        if (name.Text == CellBuilder.InputName)
        {
            Report(Descriptors.CellNameTwice, name.Span, "'x' is the layer's input; choose another name");
        }
        else if (name.Text is CellTextParser.StateWord or CellTextParser.VectorWord or CellTextParser.OutputWord
            || CellFunctions.Find(name.Text) is not null)
        {
            Report(Descriptors.CellNameTwice, name.Span, $"'{name.Text}' is a word of the language; choose another name");
        }
        else if (_symbols.TryGetValue(name.Text, out CellSymbol before))
        {
            Report(Descriptors.CellNameTwice, name.Span, before.Kind == CellSymbolKind.State && kind == CellSymbolKind.Value
                ? $"'{name.Text}' is a state, the value before the step; assign {name.Text}', its value after the step"
                : $"'{name.Text}' is assigned twice, first in line {Line(before.Span)}; every value is assigned once");
        }
        else if (name.IsNext && kind != CellSymbolKind.Value)
        {
            Report(Descriptors.CellNameTwice, name.Span, $"'{name.Text}' cannot be declared: declare '{name.Plain}'");
        }
        else if (name.IsNext && !(_symbols.TryGetValue(name.Plain, out CellSymbol state) && state.Kind == CellSymbolKind.State))
        {
            Report(
                Descriptors.CellNameUnknown, name.Span,
                $"There is no state '{name.Plain}' before this line: declare it, state {name.Plain}");
        }
        else
        {
            _symbols.Add(name.Text, new CellSymbol(kind, name.Text, name.Span, width));
        }
    }

    private void CheckParameter(CellName name)
    {
        if (_parameters.TryGetValue(name.Text, out TextSpan first))
        {
            Report(
                Descriptors.CellNameTwice, name.Span,
                $"The parameter '{name.Text}' is used twice, first in line {Line(first)}; give each its own name");
            return;
        }

        _parameters.Add(name.Text, name.Span);
        if (_assignedLater.TryGetValue(name.Text, out TextSpan value) && value != name.Span)
        {
            Report(
                Descriptors.CellNameTwice, name.Span,
                $"'{name.Text}' names a parameter here and a value in line {Line(value)}; a bias is always a parameter");
        }
    }

    private string Line(TextSpan span) =>
        CellText.LineOf(_lines ??= CellText.LineStarts(_text), span.Start).ToString(CultureInfo.InvariantCulture);

    private void Report(DiagnosticDescriptor descriptor, TextSpan span, string message) =>
        _errors.Add(new CellTextError(descriptor, span, message));
}
