using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Interchange.Equations;

/// <summary>Reads one line of a cell's equations.</summary>
internal sealed class CellLineReader
{
    private static readonly Regex Token = new(
        @"\G\s*(?<token>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{Nd}_]*['′]?|[<>]=?|[≥≤=+\-−*·⊙/()\[\],])",
        RegexOptions.CultureInvariant);

    private readonly string _line;
    private readonly List<string> _tokens = [];
    private int _at;

    public CellLineReader(string line)
    {
        _line = line.Trim();
        int end = 0;
        for (Match match = Token.Match(_line); match.Success; match = match.NextMatch())
        {
            string token = match.Groups["token"].Value.Replace('′', '\'');
            _tokens.Add(token switch { "·" or "⊙" => "*", "−" => "-", "≥" => ">=", "≤" => "<=", _ => token });
            end = match.Index + match.Length;
        }

        if (end < _line.Length)
        {
            throw Wrong();
        }
    }

    public bool IsName => _at < _tokens.Count && (char.IsLetter(_tokens[_at][0]) || _tokens[_at][0] == '_');

    private bool IsNumber => _at < _tokens.Count && (char.IsAsciiDigit(_tokens[_at][0]) || _tokens[_at][0] == '.');

    public string Name() => IsName ? _tokens[_at++] : throw Wrong();

    public List<string> Names(string first)
    {
        List<string> names = [first];
        while (Take(","))
        {
            names.Add(Name());
        }

        return names;
    }

    /// <summary>[16] or [2*units]: the shapes of the parameters say the same.</summary>
    public void Width()
    {
        if (!Take("["))
        {
            return;
        }

        if (!Take("units"))
        {
            SignedNumber();
            if (Take("*"))
            {
                Expect("units");
            }
        }

        Expect("]");
    }

    /// <summary>vector a, b = 0.5, or vector wf as w_f_diag; the number says how it starts.</summary>
    public IEnumerable<CellStatement> Vectors()
    {
        List<string> names = Names(Name());
        Width();
        if (Take("="))
        {
            SignedNumber();
        }

        string? parameter = Take("as") ? Parameter() : null;
        return names.Select(name => new CellStatement.Vector(name, parameter ?? name));
    }

    /// <summary>A product or an assignment behind its first name.</summary>
    public CellStatement Values(string first)
    {
        List<string> names = Names(first);
        Width();
        Expect("=");
        if (!Take("["))
        {
            return names.Count == 1 && _tokens[1] == "=" ? new CellStatement.Assignment(first, Sum()) : throw Wrong();
        }

        List<string> operands = Names(Name());
        Expect("]");
        Expect("*");
        string kernel = Parameter();
        double heads = 1;
        if (Take("("))
        {
            Expect("heads");
            Expect("=");
            heads = SignedNumber();
            Expect(")");
        }

        string? bias = Take("+") ? Parameter() : null;
        if (Take("("))
        {
            SignedNumber();
            Expect(")");
        }

        return new CellStatement.Product(names, operands, kernel, bias) { Heads = (int)heads };
    }

    public void End()
    {
        if (_at < _tokens.Count)
        {
            throw Wrong();
        }
    }

    private CellExpression Sum()
    {
        CellExpression left = Product();
        while (Next() is "+" or "-")
        {
            left = new CellExpression.Binary(_tokens[_at++][0], left, Product());
        }

        return left;
    }

    private CellExpression Product()
    {
        CellExpression left = Factor();
        while (Next() is "*" or "/")
        {
            left = new CellExpression.Binary(_tokens[_at++][0], left, Factor());
        }

        return left;
    }

    private CellExpression Factor()
    {
        if (Take("-"))
        {
            return new CellExpression.Negation(Factor());
        }

        if (Take("("))
        {
            CellExpression inner = Sum();
            Expect(")");
            return inner;
        }

        if (IsNumber)
        {
            return new CellExpression.Number(SignedNumber());
        }

        string name = Name();
        return Take("(") ? Call(name) : new CellExpression.Named(name);
    }

    private CellExpression Call(string name)
    {
        if (name.ToLowerInvariant() is "max" or "min" or "where")
        {
            return OfSeveral(name.ToLowerInvariant());
        }

        string plain = name == "σ" ? nameof(CellFunction.Sigmoid) : name.Replace("_", "", StringComparison.Ordinal);
        if (!Enum.TryParse(plain, ignoreCase: true, out CellFunction function))
        {
            throw Wrong();
        }

        CellExpression argument = Sum();
        double parameter = Take(",") ? SignedNumber() : Default(function);
        Expect(")");
        return new CellExpression.Call(function, argument, parameter);
    }

    private CellExpression OfSeveral(string name)
    {
        CellExpression left = Sum();
        string sign = Next() ?? throw Wrong();
        _at++;
        CellExpression right = Sum();
        CellExpression[] branches = new CellExpression[name == "where" ? 2 : 0];
        for (int branch = 0; branch < branches.Length; branch++)
        {
            Expect(",");
            branches[branch] = Sum();
        }

        Expect(")");
        return (branches.Length, sign) switch
        {
            (0, ",") => new CellExpression.Extreme(name == "max", left, right),
            (2, ">" or ">=") => new CellExpression.Selection(sign.Length > 1, left, right, branches[0], branches[1]),
            (2, "<" or "<=") => new CellExpression.Selection(sign.Length > 1, right, left, branches[0], branches[1]),
            _ => throw Wrong(),
        };
    }

    private static double Default(CellFunction function) => function switch
    {
        CellFunction.LeakyRelu => 0.01,
        CellFunction.Elu => 1,
        CellFunction.Normalize => 1e-5,
        _ => 0,
    };

    private string Parameter()
    {
        string name = Name();
        while (Take("/"))
        {
            name += "/" + Name();
        }

        return name;
    }

    private double SignedNumber()
    {
        double sign = Take("-") ? -1 : 1;
        return IsNumber ? sign * double.Parse(_tokens[_at++], CultureInfo.InvariantCulture) : throw Wrong();
    }

    private string? Next() => _at < _tokens.Count ? _tokens[_at] : null;

    private bool Take(string token)
    {
        if (Next() != token)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw Wrong();
        }
    }

    private InvalidDataException Wrong() => new($"'{_line}' is no line of a cell's equations.");
}
