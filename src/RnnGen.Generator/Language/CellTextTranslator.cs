using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Language;

/// <summary>Turns statements without errors into stages.</summary>
internal sealed class CellTextTranslator
{
    private readonly CellBuilder _cell;
    private readonly Dictionary<string, Expr> _values = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly HashSet<string> _blocks = [];
    private readonly HashSet<string> _vectors = [];
    private readonly HashSet<string> _assigned = [];
    private readonly Dictionary<string, Extent> _extents = [];
    private readonly int _units;
    private int _stages;

    // That of the pointwise stage that is open; null where none is.
    private Extent? _open;

    // That of the line.
    private Extent _extent;

    private CellTextTranslator(string kind, int units, List<CellStatement> statements)
    {
        _cell = new CellBuilder(kind, units);
        _units = units;
        _extent = _cell.Units;
        _values.Add(CellBuilder.InputName, _cell.Input);
        foreach (CellName name in statements.SelectMany(statement => statement.Targets))
        {
            _taken.Add(name.Text);
            _taken.Add(CellNames.Safe(name.Text));
        }
    }

    public static CellDefinition Translate(string kind, int units, List<CellStatement> statements)
    {
        CellTextTranslator translator = new(kind, units, statements);
        foreach (CellStatement statement in statements)
        {
            translator.Add(statement);
        }

        return translator._cell.Output(translator._values[CellTextChecker.OutputOf(statements)]);
    }

    private void Add(CellStatement statement)
    {
        switch (statement)
        {
            case CellStatement.Inputs inputs:
                foreach (CellName name in inputs.Names)
                {
                    _values.Add(name.Text, _cell.StepInput(CellNames.Safe(name.Text)));
                    _extents.Add(name.Text, _cell.Units);
                }

                break;
            case CellStatement.States states:
                foreach (CellName name in states.Names)
                {
                    Extent own = states.Width.Of(_units);
                    _values.Add(name.Text, _cell.State(CellNames.Safe(name.Text), own));
                    _extents.Add(name.Text, own);
                    _extents.Add(name.Text + "'", own);
                }

                break;
            case CellStatement.Vectors vectors:
                foreach (CellName name in vectors.Names)
                {
                    Extent own = vectors.Width.Of(_units);
                    _vectors.Add(name.Text);
                    _values.Add(name.Text, vectors.AreScalars
                        ? _cell.Scalar(CellNames.Safe(name.Text), name.Text, vectors.Start, own)
                        : _cell.Vector(CellNames.Safe(name.Text), name.Text, vectors.Start, own));
                    _extents.Add(name.Text, own);
                }

                break;
            case CellStatement.Matrix matrix:
                AddMatrix(matrix);
                break;
            case CellStatement.Assignment assignment:
                AddAssignment(assignment);
                break;
        }
    }

    private void AddMatrix(CellStatement.Matrix matrix)
    {
        // An operand lies in a buffer of its own: a block of another product, a vector or the next value of a state is copied there.
        Expr[] operands = [.. matrix.Operands.Select(operand => IsStored(operand) ? _values[operand.Text] : Copy(operand))];
        _open = null;
        Extent extent = matrix.Width.Of(_units);
        Expr[] blocks = _cell.Matrix(
            StageName(), operands, [.. matrix.Blocks.Select(block => CellNames.Safe(block.Text))], matrix.Kernel.Text, matrix.Bias?.Text,
            matrix.BiasStart, extent, matrix.Heads);
        for (int index = 0; index < blocks.Length; index++)
        {
            _extents.Add(matrix.Blocks[index].Text, extent);
            _values.Add(matrix.Blocks[index].Text, blocks[index]);
            _blocks.Add(matrix.Blocks[index].Text);
        }
    }

    private bool IsStored(CellName operand) =>
        !operand.IsNext && !_blocks.Contains(operand.Text) && !_vectors.Contains(operand.Text);

    private Expr Copy(CellName operand)
    {
        _extent = _extents[operand.Text];
        return Let(Fresh(CellNames.Safe(operand.Plain) + (operand.IsNext ? "_next" : "_copy")), _values[operand.Text]);
    }

    private void AddAssignment(CellStatement.Assignment assignment)
    {
        // Of all that an equation reads, and of the state that it assigns, the width is one; numbers alone have that of the units.
        string target = assignment.Target.Text;
        _extent = _extents.TryGetValue(target, out Extent? ofState) ? ofState
            : FirstRead(assignment.Value) is string read && _extents.TryGetValue(read, out Extent? ofRead) ? ofRead
            : _cell.Units;
        _extents[target] = _extent;
        Expr value = assignment.Value is CellExpression.Call call && FormOf(call) == CellFunctionForm.UnitByUnit
            ? Call(call)
            : Translate(assignment.Value);
        _assigned.Add(assignment.Target.Text);
        _values.Add(assignment.Target.Text, Let(CellNames.Safe(assignment.Target.Text), value));
    }

    private static string? FirstRead(CellExpression expression) => expression switch
    {
        CellExpression.Named named => named.Name.Text,
        CellExpression.Negation negation => FirstRead(negation.Operand),
        CellExpression.Binary binary => FirstRead(binary.Left) ?? FirstRead(binary.Right),
        CellExpression.Compared compared => FirstRead(compared.Left) ?? FirstRead(compared.Right),
        CellExpression.Call call => call.Arguments.Select(FirstRead).FirstOrDefault(name => name is not null),
        _ => null,
    };

    private Expr Translate(CellExpression expression) => expression switch
    {
        CellExpression.Number number => number.Value,
        CellExpression.Named value => _values[value.Name.Text],
        CellExpression.Negation negation => -Translate(negation.Operand),
        CellExpression.Call call => FormOf(call) switch
        {
            CellFunctionForm.Normalization => Normalize(call),
            CellFunctionForm.Extreme => new Expr.Extreme(
                CellFunctions.Find(call.Function.Text)!.Name == CellFunctions.Maximum, Translate(call.Arguments[0]),
                Translate(call.Arguments[1])),
            CellFunctionForm.Selection => Select(
                (CellExpression.Compared)call.Arguments[0], Translate(call.Arguments[1]), Translate(call.Arguments[2])),
            _ => Let(Fresh(CellFunctions.Find(call.Function.Text)!.Name), Call(call)),
        },
        CellExpression.Binary binary => Combine(binary.Operator, Translate(binary.Left), Translate(binary.Right)),
        _ => throw new System.ArgumentException(expression.ToString(), nameof(expression)),
    };

    private static Expr Combine(char sign, Expr left, Expr right) => sign switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    private Expr.Call Call(CellExpression.Call call)
    {
        CellFunction function = CellFunctions.Find(call.Function.Text)!;
        return new Expr.Call(function.Function!.Value, Translate(call.Arguments[0]), Parameter(call, function));
    }

    private static double Parameter(CellExpression.Call call, CellFunction function) =>
        function.Parameter is null ? 0 : call.Arguments.Count > 1 ? ((CellExpression.Number)call.Arguments[1]).Value : function.Default;

    private static CellFunctionForm FormOf(CellExpression.Call call) => CellFunctions.Find(call.Function.Text)!.Form;

    private Expr.Selection Select(CellExpression.Compared compared, Expr then, Expr otherwise)
    {
        Expr left = Translate(compared.Left), right = Translate(compared.Right);
        Comparison comparison = compared.Operator.Length == 1 ? Comparison.Greater : Comparison.GreaterOrEqual;
        return compared.Operator[0] == '>'
            ? new Expr.Selection(comparison, left, right, then, otherwise)
            : new Expr.Selection(comparison, right, left, then, otherwise);
    }

    /// <summary>
    /// A stage of its own, which sums over whole rows: what it reads lies in a padded buffer, as blocks and assigned values do.
    /// </summary>
    private Expr Normalize(CellExpression.Call call)
    {
        Expr value = Translate(call.Arguments[0]);
        bool isStored = call.Arguments[0] is CellExpression.Named { Name: { IsNext: false } name }
            && (_blocks.Contains(name.Text) || _assigned.Contains(name.Text));
        value = isStored ? value : Let(Fresh("operand"), value);
        _open = null;
        return _cell.Normalize(
            StageName(), value, Fresh("normalized"), Parameter(call, CellFunctions.Find(call.Function.Text)!), _extent);
    }

    private Expr Let(string name, Expr value)
    {
        OpenPointwise();
        return _cell.Let(name, value);
    }

    private void OpenPointwise()
    {
        if (_open != _extent)
        {
            _cell.Pointwise(StageName(), _extent);
            _open = _extent;
        }
    }

    private string StageName() => $"Stage{(++_stages).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>
    /// A name for a value that the text gives none: with an underscore, which no name from the text has without its prefix.
    /// </summary>
    private string Fresh(string stem)
    {
        string name;
        do
        {
            _numbers[stem] = _numbers.TryGetValue(stem, out int number) ? number + 1 : 1;
            name = $"{stem}_{_numbers[stem].ToString(CultureInfo.InvariantCulture)}";
        }
        while (!_taken.Add(name));
        return name;
    }
}
