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
    private int _stages;
    private bool _inPointwise;

    private CellTextTranslator(string kind, int units, List<CellStatement> statements)
    {
        _cell = new CellBuilder(kind, units);
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
            case CellStatement.States states:
                foreach (CellName name in states.Names)
                {
                    _values.Add(name.Text, _cell.State(CellNames.Safe(name.Text)));
                }

                break;
            case CellStatement.Vectors vectors:
                foreach (CellName name in vectors.Names)
                {
                    _vectors.Add(name.Text);
                    _values.Add(name.Text, _cell.Vector(CellNames.Safe(name.Text), name.Text, vectors.Start));
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
        _inPointwise = false;
        Expr[] blocks = _cell.Matrix(
            StageName(), operands, [.. matrix.Blocks.Select(block => CellNames.Safe(block.Text))], matrix.Kernel.Text, matrix.Bias?.Text,
            matrix.BiasStart);
        for (int index = 0; index < blocks.Length; index++)
        {
            _values.Add(matrix.Blocks[index].Text, blocks[index]);
            _blocks.Add(matrix.Blocks[index].Text);
        }
    }

    private bool IsStored(CellName operand) =>
        !operand.IsNext && !_blocks.Contains(operand.Text) && !_vectors.Contains(operand.Text);

    private Expr Copy(CellName operand)
    {
        return Let(Fresh(CellNames.Safe(operand.Plain) + (operand.IsNext ? "_next" : "_copy")), _values[operand.Text]);
    }

    private void AddAssignment(CellStatement.Assignment assignment)
    {
        Expr value = assignment.Value is CellExpression.Call call && !IsNormalization(call) ? Call(call) : Translate(assignment.Value);
        _assigned.Add(assignment.Target.Text);
        _values.Add(assignment.Target.Text, Let(CellNames.Safe(assignment.Target.Text), value));
    }

    private Expr Translate(CellExpression expression) => expression switch
    {
        CellExpression.Number number => number.Value,
        CellExpression.Named value => _values[value.Name.Text],
        CellExpression.Negation negation => -Translate(negation.Operand),
        CellExpression.Call call when IsNormalization(call) => Normalize(call),
        CellExpression.Call call => Let(Fresh(CellFunctions.Find(call.Function.Text)!.Name), Call(call)),
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

    private static bool IsNormalization(CellExpression.Call call) => CellFunctions.Find(call.Function.Text)!.Function is null;

    /// <summary>
    /// A stage of its own, which sums over whole rows: what it reads lies in a padded buffer, as blocks and assigned values do.
    /// </summary>
    private Expr Normalize(CellExpression.Call call)
    {
        Expr value = Translate(call.Arguments[0]);
        bool isStored = call.Arguments[0] is CellExpression.Named { Name: { IsNext: false } name }
            && (_blocks.Contains(name.Text) || _assigned.Contains(name.Text));
        value = isStored ? value : Let(Fresh("operand"), value);
        _inPointwise = false;
        return _cell.Normalize(StageName(), value, Fresh("normalized"), Parameter(call, CellFunctions.Find(call.Function.Text)!));
    }

    private Expr Let(string name, Expr value)
    {
        OpenPointwise();
        return _cell.Let(name, value);
    }

    private void OpenPointwise()
    {
        if (!_inPointwise)
        {
            _cell.Pointwise(StageName());
            _inPointwise = true;
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
