using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Tests.Networks;

/// <summary>A cell written as text, interpreted line by line in double arithmetic; shares nothing with the generator's reader.</summary>
internal sealed partial class ReferenceText : ReferenceCell
{
    private readonly string[][] _lines;
    private readonly (string Name, int Width)[] _states;
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Dictionary<int, int> _parameters = [];
    private string[] _tokens = [];
    private int _at;

    public ReferenceText(int units, string text)
        : base(units, States(text, units).Sum(state => state.Width))
    {
        _lines =
        [
            .. text
                .Split('\n')
                .Select(line => Comment().Replace(line, ""))
                .Select(line => Token().Matches(line).Select(match => match.Value).ToArray()),
        ];
        _states = States(text, units);
    }

    public override int Parameters(int width)
    {
        if (!_parameters.TryGetValue(width, out int count))
        {
            Step(new double[100_000], ref count, new double[width], new double[StateSize]);
            _parameters.Add(width, count);
        }

        return count;
    }

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        _values.Clear();
        _values["x"] = x;
        string output = "h'";
        int at = 0;
        foreach ((string name, int width) in _states)
        {
            _values[name] = state.Slice(at, width).ToArray();
            at += width;
        }

        foreach (string[] line in _lines.Where(line => line.Length > 0 && line[0] != "state"))
        {
            (_tokens, _at) = (line, 0);
            if (line[0] is "vector" or "scalar")
            {
                int width = Width(line, Units);
                foreach (string name in line.Skip(1).TakeWhile(token => token is not ("=" or "[")).Where(token => token != ","))
                {
                    int count = line[0] == "scalar" ? 1 : width;
                    double[] own = parameters[offset..(offset + count)];
                    _values[name] = count == width ? own : [.. Enumerable.Repeat(own[0], width)];
                    offset += count;
                }
            }
            else if (line[0] == "output")
            {
                output = line[1];
            }
            else if (Array.IndexOf(line, "=") is int sign && line[sign + 1] == "[")
            {
                string[] blocks = [.. line[..sign].TakeWhile(token => token != "[").Where(token => token != ",")];
                Matrix(parameters, ref offset, blocks, sign + 1, Width(line[..sign], Units));
            }
            else
            {
                _at = 2;
                _values[line[0]] = Sum();
            }
        }

        at = 0;
        foreach ((string name, int width) in _states)
        {
            _values[name + "'"].CopyTo(state[at..]);
            at += width;
        }

        return _values[output];
    }

    /// <summary>What stands in brackets behind the names: a number, units, or a number of units.</summary>
    private static int Width(string[] line, int units)
    {
        int bracket = Array.IndexOf(line, "[");
        return bracket < 0 || line[bracket + 1] == "units" ? units
            : int.Parse(line[bracket + 1], CultureInfo.InvariantCulture) * (line[bracket + 2] == "*" ? units : 1);
    }

    private static (string Name, int Width)[] States(string text, int units) =>
        [
            .. text
                .Split('\n')
                .Select(line => Token().Matches(Comment().Replace(line, "")).Select(match => match.Value).ToArray())
                .Where(line => line is ["state", ..])
                .SelectMany(line => line.Skip(1).TakeWhile(token => token != "[").Where(token => token != ",")
                    .Select(name => (name, Width(line, units)))),
        ];

    private void Matrix(double[] parameters, ref int offset, string[] blocks, int bracket, int units)
    {
        int end = Array.IndexOf(_tokens, "]", bracket);
        double[] operands = [.. _tokens[(bracket + 1)..end].Where(token => token != ",").SelectMany(name => _values[name])];
        int columns = blocks.Length * units;
        if (_tokens.AsSpan(end) is [_, _, _, "(", "heads", _, var heads, ..])
        {
            MultiplyHeads(parameters, ref offset, blocks, operands, units, int.Parse(heads, CultureInfo.InvariantCulture));
            if (_tokens.AsSpan(end).Contains("+"))
            {
                for (int i = 0; i < columns; i++)
                {
                    _values[blocks[i / units]][i % units] += parameters[offset++];
                }
            }

            return;
        }

        bool biased = _tokens.AsSpan(end).Contains("+");
        double[] product = biased
            ? ReferenceNetwork.Affine(parameters, ref offset, operands, columns)
            : WithoutBias(parameters, ref offset, operands, columns);
        for (int i = 0; i < blocks.Length; i++)
        {
            _values[blocks[i]] = product[(i * units)..((i + 1) * units)];
        }
    }

    /// <summary>Unit j of a block reads the numbers of its head of each operand; row i of the kernel has the columns of i's head.</summary>
    private void MultiplyHeads(double[] parameters, ref int offset, string[] blocks, double[] operands, int units, int heads)
    {
        int own = units / heads;
        foreach (string block in blocks)
        {
            _values[block] = new double[units];
        }

        for (int i = 0; i < operands.Length; i++)
        {
            int head = i % units / own;
            foreach (string block in blocks)
            {
                for (int j = 0; j < own; j++)
                {
                    _values[block][(head * own) + j] += operands[i] * parameters[offset++];
                }
            }
        }
    }

    private static double[] WithoutBias(double[] parameters, ref int offset, double[] x, int columns)
    {
        int start = 0;
        double[] y = ReferenceNetwork.Affine(
            [.. parameters.AsSpan(offset, x.Length * columns), .. new double[columns]], ref start, x, columns);
        offset += x.Length * columns;
        return y;
    }

    private double[] Sum()
    {
        double[] left = Product();
        while (_at < _tokens.Length && _tokens[_at] is "+" or "-")
        {
            double sign = _tokens[_at++] == "+" ? 1 : -1;
            left = Each(left, Product(), (a, b) => a + (sign * b));
        }

        return left;
    }

    private double[] Product()
    {
        double[] left = Factor();
        while (_at < _tokens.Length && _tokens[_at] is "*" or "·" or "/")
        {
            bool divides = _tokens[_at++] == "/";
            left = Each(left, Factor(), (a, b) => divides ? a / b : a * b);
        }

        return left;
    }

    private double[] Factor()
    {
        string token = _tokens[_at++];
        if (token == "-")
        {
            return Array.ConvertAll(Factor(), value => -value);
        }

        if (token == "(")
        {
            double[] inner = Sum();
            _at++;
            return inner;
        }

        if (_at < _tokens.Length && _tokens[_at] == "(")
        {
            _at++;
            if (token is "max" or "min" or "where")
            {
                return OfSeveral(token);
            }

            double[] argument = Sum();
            double parameter = _tokens[_at++] == "," ? double.Parse(_tokens[_at++], CultureInfo.InvariantCulture) : 0;
            _at += parameter == 0 ? 0 : 1;
            return token == "normalize"
                ? Normalized(argument, parameter == 0 ? 1e-5 : parameter)
                : Array.ConvertAll(argument, value => Call(token, value, parameter));
        }

        return char.IsDigit(token[0]) || token[0] == '.'
            ? [double.Parse(token, CultureInfo.InvariantCulture)]
            : _values[token];
    }

    private static double Call(string function, double x, double parameter) => function switch
    {
        "sigmoid" or "σ" => Sigmoid(x),
        "tanh" => Math.Tanh(x),
        "relu" => Math.Max(x, 0),
        "softplus" => Math.Log(1 + Math.Exp(x)),
        "softsign" => x / (1 + Math.Abs(x)),
        "exp" => Math.Exp(x),
        "sqrt" => Math.Sqrt(x),
        "log" => Math.Log(x),
        "sin" => Math.Sin(x),
        "cos" => Math.Cos(x),
        "clip" => Math.Clamp(x, -parameter, parameter),
        _ => throw new ArgumentException(function, nameof(function)),
    };

    private double[] OfSeveral(string function)
    {
        double[] left = Sum();
        string sign = _tokens[_at++];
        double[] right = Sum();
        _at++;
        if (function != "where")
        {
            return Each(left, right, function == "max" ? Math.Max : Math.Min);
        }

        double[] then = Sum();
        _at++;
        double[] otherwise = Sum();
        _at++;
        bool[] holds =
        [
            .. Each(left, right, (a, b) => (sign switch { ">" => a > b, "<" => a < b, ">=" => a >= b, _ => a <= b }) ? 1 : 0)
                .Select(one => one == 1),
        ];
        return [.. holds.Select((isThen, unit) => At(isThen ? then : otherwise, unit))];
    }

    private static double[] Normalized(double[] values, double epsilon)
    {
        int offset = 0;
        double[] unscaled = [.. new double[values.Length].Select(_ => 1.0), .. new double[values.Length]];
        return ReferenceLayerNorm.Normalize(unscaled, ref offset, values, epsilon);
    }

    // A number has the width of what stands beside it.
    private static double[] Each(double[] a, double[] b, Func<double, double, double> f) =>
        [.. Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(i => f(At(a, i), At(b, i)))];

    // A row without steps asks for the number of parameters with an input of no features.
    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values.ElementAtOrDefault(index);

    [GeneratedRegex(@"(//|#).*|\r")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[\p{L}_][\p{L}\d_/]*'?(?<!/)|[\d.]+(e[+-]?\d+)?|[<>]=?|[-+*/·()=,\[\]]")]
    private static partial Regex Token();
}
