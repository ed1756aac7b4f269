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
    private readonly string[] _states;
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Dictionary<int, int> _parameters = [];
    private string[] _tokens = [];
    private int _at;

    public ReferenceText(int units, string text)
        : base(units, units * States(text).Length)
    {
        _lines =
        [
            .. text
                .Split('\n')
                .Select(line => Comment().Replace(line, ""))
                .Select(line => Token().Matches(line).Select(match => match.Value).ToArray()),
        ];
        _states = States(text);
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
        for (int i = 0; i < _states.Length; i++)
        {
            _values[_states[i]] = state.Slice(i * Units, Units).ToArray();
        }

        foreach (string[] line in _lines.Where(line => line.Length > 0 && line[0] != "state"))
        {
            (_tokens, _at) = (line, 0);
            if (line[0] == "vector")
            {
                foreach (string name in line.Skip(1).TakeWhile(token => token != "=").Where(token => token != ","))
                {
                    _values[name] = parameters[offset..(offset + Units)];
                    offset += Units;
                }
            }
            else if (line[0] == "output")
            {
                output = line[1];
            }
            else if (Array.IndexOf(line, "[") is > 0 and int bracket)
            {
                Matrix(parameters, ref offset, [.. line[..bracket].Where(token => token is not ("," or "="))], bracket);
            }
            else
            {
                _at = 2;
                _values[line[0]] = Sum();
            }
        }

        for (int i = 0; i < _states.Length; i++)
        {
            _values[_states[i] + "'"].CopyTo(state[(i * Units)..]);
        }

        return _values[output];
    }

    private static string[] States(string text) =>
        [
            .. text
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("state ", StringComparison.Ordinal))
                .SelectMany(line => Comment().Replace(line, "")["state ".Length..].Split(','))
                .Select(name => name.Trim()),
        ];

    private void Matrix(double[] parameters, ref int offset, string[] blocks, int bracket)
    {
        int end = Array.IndexOf(_tokens, "]");
        double[] operands = [.. _tokens[(bracket + 1)..end].Where(token => token != ",").SelectMany(name => _values[name])];
        int columns = blocks.Length * Units;
        bool biased = _tokens.AsSpan(end).Contains("+");
        double[] product = biased
            ? ReferenceNetwork.Affine(parameters, ref offset, operands, columns)
            : WithoutBias(parameters, ref offset, operands, columns);
        for (int i = 0; i < blocks.Length; i++)
        {
            _values[blocks[i]] = product[(i * Units)..((i + 1) * Units)];
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
            double[] argument = Sum();
            double parameter = _tokens[_at++] == "," ? double.Parse(_tokens[_at++], CultureInfo.InvariantCulture) : 0;
            _at += parameter == 0 ? 0 : 1;
            return token == "normalize"
                ? Normalized(argument, parameter == 0 ? 1e-5 : parameter)
                : Array.ConvertAll(argument, value => Call(token, value, parameter));
        }

        return char.IsDigit(token[0]) || token[0] == '.'
            ? [.. Enumerable.Repeat(double.Parse(token, CultureInfo.InvariantCulture), Units)]
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
        "clip" => Math.Clamp(x, -parameter, parameter),
        _ => throw new ArgumentException(function, nameof(function)),
    };

    private static double[] Normalized(double[] values, double epsilon)
    {
        int offset = 0;
        double[] unscaled = [.. new double[values.Length].Select(_ => 1.0), .. new double[values.Length]];
        return ReferenceLayerNorm.Normalize(unscaled, ref offset, values, epsilon);
    }

    private static double[] Each(double[] a, double[] b, Func<double, double, double> f) => [.. a.Zip(b, f)];

    [GeneratedRegex(@"(//|#).*|\r")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[\p{L}_][\p{L}\d_/]*'?(?<!/)|[\d.]+(e[+-]?\d+)?|[-+*/·()=,\[\]]")]
    private static partial Regex Token();
}
