using System.Collections.Generic;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Language;

/// <summary>Reads the lines of a cell's text, each on its own, so that every wrong line is found.</summary>
internal sealed partial class CellTextParser
{
    // What these words begin is not an assignment, so no value can have their name.
    public const string InputWord = "input", StateWord = "state", VectorWord = "vector", ScalarWord = "scalar", OutputWord = "output",
        UnitsWord = "units", HeadsWord = "heads";

    // Far beyond any cell that was ever published, and yet so few that neither the generator's stack nor the JIT comes near its limits.
    private const int MaxDepth = 40, MaxOperators = 100, MaxTimesUnits = 16;

    private readonly List<CellToken> _tokens;
    private readonly CellTextErrors _errors;
    private int _position;
    private int _depth;
    private int _operators;
    private bool _failed;

    private CellTextParser(List<CellToken> tokens, CellTextErrors errors)
    {
        _tokens = tokens;
        _errors = errors;
    }

    private CellToken Current => _tokens[_position];

    /// <summary>The statements of a text; a line that cannot be read gives an error instead.</summary>
    public static List<CellStatement> Parse(List<CellToken> tokens, CellTextErrors errors)
    {
        CellTextParser parser = new(tokens, errors);
        List<CellStatement> statements = [];
        while (parser.Current.Kind != CellTokenKind.End)
        {
            if (parser.Current.Kind != CellTokenKind.EndOfLine && parser.Line() is CellStatement statement)
            {
                statements.Add(statement);
            }

            parser._position++;
        }

        return statements;
    }

    private CellStatement? Line()
    {
        _failed = false;
        _depth = _operators = 0;
        CellStatement? statement = Statement();
        if (!_failed && Current.Kind != CellTokenKind.EndOfLine)
        {
            Fail(Current, statement is CellStatement.Matrix
                ? $"A matrix product needs a line of its own: the line should end before {Current.Description}"
                : Expected(statement is CellStatement.Assignment ? "an operator or the end of the line" : "the end of the line"));
        }

        return _failed ? null : statement;
    }

    private CellStatement Statement()
    {
        CellToken next = _tokens[_position + 1];
        if (Current.Kind == CellTokenKind.Name && !next.Is("=") && !next.Is(","))
        {
            switch (Current.Text)
            {
                case InputWord:
                    _position++;
                    return new CellStatement.Inputs(NameList("the name of an input"));
                case StateWord:
                    _position++;
                    return new CellStatement.States(NameList("the name of a state"), Width());
                case VectorWord or ScalarWord:
                    bool areScalars = Current.Text == ScalarWord;
                    _position++;
                    IReadOnlyList<CellName> names = NameList($"the name of a {(areScalars ? ScalarWord : VectorWord)}");
                    CellWidth own = Width();
                    return new CellStatement.Vectors(names, own, Take("=") ? SignedNumber() : 0, areScalars);
                case OutputWord:
                    _position++;
                    return new CellStatement.Output(Name("the name of the output"));
            }
        }

        CellToken first = Current;
        IReadOnlyList<CellName> targets = NameList("a name to assign, 'input', 'state', 'vector', 'scalar' or 'output'");
        CellToken bracket = Current;
        CellWidth width = Width();
        Expect("=", $"'=' after '{(targets.Count > 0 ? targets[targets.Count - 1].Text : "")}'");
        if (Current.Is("["))
        {
            return Matrix(targets, width);
        }

        if (width != CellWidth.Units)
        {
            Fail(bracket, "An expression has the width of what it reads; only states, vectors, scalars and products state theirs");
        }

        if (targets.Count > 1 && !_failed)
        {
            Fail(first, "Only a matrix product gives several values at a time: name, name = [x, h] * kernel + bias");
        }

        return new CellStatement.Assignment(targets[0], Sum());
    }

    /// <summary>[16] or [2*units]; the layer's units where there is no bracket.</summary>
    private CellWidth Width()
    {
        if (!Take("["))
        {
            return CellWidth.Units;
        }

        CellToken token = Current;
        if (Take(UnitsWord))
        {
            Expect("]", "']' after the width");
            return CellWidth.Units;
        }

        double number = Number();
        bool timesUnits = Take("*");
        if (timesUnits)
        {
            Expect(UnitsWord, "'units' after '*' in a width");
        }

        Expect("]", "']' after the width");
        int most = timesUnits ? MaxTimesUnits : Limits.Units;
        if (!_failed && (number < 1 || number > most || number != System.Math.Floor(number)))
        {
            Fail(token, $"A width is a whole number from 1 to {most}{(timesUnits ? ", times the units" : "")}, found {token.Text}");
        }

        return _failed ? CellWidth.Units : new CellWidth((int)number, timesUnits);
    }

    private CellStatement.Matrix Matrix(IReadOnlyList<CellName> blocks, CellWidth width)
    {
        _position++;
        IReadOnlyList<CellName> operands = NameList("the name of an operand");
        Expect("]", "',' or ']' in the list of operands");
        Expect("*", "'*' and the name of a kernel after ']'");
        CellName kernel = ParameterName("the name of a kernel");
        int heads = Heads();
        if (!Take("+"))
        {
            return new CellStatement.Matrix(blocks, width, operands, kernel, null, 0) { Heads = heads };
        }

        CellName bias = ParameterName("the name of a bias");
        double start = 0;
        if (Take("("))
        {
            start = SignedNumber();
            Expect(")", "')' after the start of the bias");
        }

        return new CellStatement.Matrix(blocks, width, operands, kernel, bias, start) { Heads = heads };
    }

    /// <summary>(heads = 4) behind a kernel.</summary>
    private int Heads()
    {
        if (!Take("("))
        {
            return 1;
        }

        Expect(HeadsWord, "'heads' after the kernel's '('");
        Expect("=", "'=' after 'heads'");
        CellToken token = Current;
        double heads = Number();
        Expect(")", "')' after the number of heads");
        if (!_failed && (heads < 1 || heads > Limits.Units || heads != System.Math.Floor(heads)))
        {
            Fail(token, $"The number of heads is a whole number from 1 to {Limits.Units}, found {token.Text}");
        }

        return _failed ? 1 : (int)heads;
    }

    private CellExpression Sum()
    {
        CellExpression left = Product();
        while (Current.Is("+") || Current.Is("-"))
        {
            CellToken sign = Operator();
            left = new CellExpression.Binary(sign.Text[0], left, Product(), sign.Span);
        }

        return left;
    }

    private CellExpression Product()
    {
        CellExpression left = Factor();
        while (Current.Is("*") || Current.Is("/"))
        {
            CellToken sign = Operator();
            left = new CellExpression.Binary(sign.Text[0], left, Factor(), sign.Span);
        }

        return left;
    }

    private CellExpression Factor()
    {
        CellToken token = Current;
        if (++_depth > MaxDepth)
        {
            Fail(token, $"The expression is nested more than {MaxDepth} deep; give a part of it a line of its own");
        }

        CellExpression factor = Atom(token);
        _depth--;
        return factor;
    }

    private CellExpression Atom(CellToken token)
    {
        if (Take("-"))
        {
            CellExpression operand = Factor();
            return operand is CellExpression.Number number
                ? new CellExpression.Number(-number.Value)
                : new CellExpression.Negation(operand);
        }

        if (Take("("))
        {
            CellExpression inner = Sum();
            Expect(")", "')'");
            return inner;
        }

        switch (token.Kind)
        {
            case CellTokenKind.Number:
                return new CellExpression.Number(Number());
            case CellTokenKind.Name:
                CellName name = Name("a value");
                return Take("(") ? new CellExpression.Call(name, Arguments(token)) : new CellExpression.Named(name);
            default:
                Fail(token, token.Is("[")
                    ? "A matrix product needs a line of its own: name = [x, h] * kernel + bias"
                    : Expected(
                        _position > 0 && _tokens[_position - 1].Kind == CellTokenKind.Sign
                            ? $"a value after {_tokens[_position - 1].Description}"
                            : "a value"));
                return new CellExpression.Number(0);
        }
    }

    private List<CellExpression> Arguments(CellToken function)
    {
        List<CellExpression> arguments = [];
        do
        {
            CellExpression argument = Sum();
            if (Current.Is(">") || Current.Is("<") || Current.Is(">=") || Current.Is("<="))
            {
                CellToken sign = Operator();
                argument = new CellExpression.Compared(sign.Text, argument, Sum(), sign.Span);
            }

            arguments.Add(argument);
        }
        while (Take(","));
        Expect(")", $"',' or ')' after an argument of '{function.Text}'");
        return arguments;
    }
}
