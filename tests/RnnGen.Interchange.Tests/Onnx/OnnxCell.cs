using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using AttributeType = RnnGen.Interchange.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>A graph of one recurrent operator with any attributes, and what the standard's equations give, in double precision.</summary>
internal sealed class OnnxCell
{
    private readonly string _op;
    private readonly Dictionary<string, string> _options;
    private readonly int _units, _inputs, _rows, _steps, _gates, _directions;
    private readonly float[] _w, _r, _b, _p;
    private readonly (string Name, double Alpha, double Beta)[] _functions;

    public OnnxCell(string op, Dictionary<string, string> options, int units, int inputs, int rows, int steps)
    {
        (_op, _options, _units, _inputs, _rows, _steps) = (op, options, units, inputs, rows, steps);
        _gates = op == "LSTM" ? 4 : op == "GRU" ? 3 : 1;
        _directions = options.GetValueOrDefault("direction") == "bidirectional" ? 2 : 1;
        Random random = new(7);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        _w = Numbers(_directions * _gates * units * inputs);
        _r = Numbers(_directions * _gates * units * units);
        _b = Numbers(_directions * 2 * _gates * units);
        _p = Numbers(_directions * 3 * units);
        X = Numbers(steps * rows * inputs);
        string[] names = op == "LSTM" ? ["f", "g", "h"] : op == "GRU" ? ["f", "g"] : ["f"];
        string Usual(string name) => op != "RNN" && name == "f" ? "Sigmoid" : "Tanh";
        _functions = [.. names.Select(name => Function(options.GetValueOrDefault(name) ?? Usual(name)))];
    }

    public float[] X { get; }

    private double Clip => _options.TryGetValue("clip", out string? text)
        ? double.Parse(text, CultureInfo.InvariantCulture)
        : double.PositiveInfinity;

    private bool HasBias => !_options.ContainsKey("nobias");

    public ModelProto Model()
    {
        NodeProto node = new() { OpType = _op, Name = "cell", Input = { "X", "W", "R" }, Output = { "Y" } };
        bool peepholes = _options.ContainsKey("peepholes");
        node.Input.AddRange(peepholes ? ["B", "", "", "", "P"] : HasBias ? ["B"] : []);
        AttributeProto functions = new() { Name = "activations", Type = AttributeType.Strings };
        AttributeProto alphas = new() { Name = "activation_alpha", Type = AttributeType.Floats };
        AttributeProto betas = new() { Name = "activation_beta", Type = AttributeType.Floats };
        foreach ((string name, double alpha, double beta) in Enumerable.Repeat(_functions, _directions).SelectMany(each => each))
        {
            functions.Strings.Add(ByteString.CopyFromUtf8(name));
            alphas.Floats.AddRange(double.IsNaN(alpha) ? [] : [(float)alpha]);
            betas.Floats.AddRange(double.IsNaN(beta) ? [] : [(float)beta]);
        }

        node.Attribute.Add(functions);
        node.Attribute.Add(alphas);
        node.Attribute.Add(betas);
        node.Attribute.Add(new AttributeProto { Name = "hidden_size", I = _units, Type = AttributeType.Int });
        foreach (string name in new[] { "linear_before_reset", "input_forget" }.Where(_options.ContainsKey))
        {
            node.Attribute.Add(new AttributeProto { Name = name, I = 1, Type = AttributeType.Int });
        }

        if (_options.TryGetValue("direction", out string? direction))
        {
            ByteString text = ByteString.CopyFromUtf8(direction);
            node.Attribute.Add(new AttributeProto { Name = "direction", S = text, Type = AttributeType.String });
        }

        if (_options.ContainsKey("clip"))
        {
            node.Attribute.Add(new AttributeProto { Name = "clip", F = (float)Clip, Type = AttributeType.Float });
        }

        GraphProto graph = new() { Name = "cell", Node = { node } };
        graph.Initializer.Add(Weight("W", _w, _directions, _gates * _units, _inputs));
        graph.Initializer.Add(Weight("R", _r, _directions, _gates * _units, _units));
        graph.Initializer.Add(Weight("B", _b, _directions, 2 * _gates * _units));
        graph.Initializer.Add(Weight("P", _p, _directions, 3 * _units));
        graph.Input.Add(Info("X", "steps", "rows", _inputs));
        graph.Output.Add(Info("Y", "steps", _directions, "rows", _units));
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 14 } } };
    }

    /// <summary>Y, [steps, directions, rows, units].</summary>
    public float[] Reference()
    {
        double[] y = new double[_steps * _directions * _rows * _units];
        for (int direction = 0; direction < _directions; direction++)
        {
            bool reverse = direction == 1 || _options.GetValueOrDefault("direction") == "reverse";
            for (int row = 0; row < _rows; row++)
            {
                double[] h = new double[_units], c = new double[_units];
                for (int index = 0; index < _steps; index++)
                {
                    int step = reverse ? _steps - 1 - index : index;
                    (h, c) = _op switch
                    {
                        "LSTM" => Lstm(direction, row, step, h, c),
                        "GRU" => (Gru(direction, row, step, h), c),
                        _ => (Rnn(direction, row, step, h), c),
                    };
                    h.CopyTo(y, ((((step * _directions) + direction) * _rows) + row) * _units);
                }
            }
        }

        return [.. y.Select(value => (float)value)];
    }

    private (double[] H, double[] C) Lstm(int direction, int row, int step, double[] h, double[] c)
    {
        double[] nextC = new double[_units], nextH = new double[_units];
        double P(int gate, int unit) => _options.ContainsKey("peepholes") ? _p[(((direction * 3) + gate) * _units) + unit] : 0;
        for (int unit = 0; unit < _units; unit++)
        {
            double i = F(0, Sum(direction, 0, unit, row, step, h) + (P(0, unit) * c[unit]));
            double f = _options.ContainsKey("input_forget") ? 1 - i : F(0, Sum(direction, 2, unit, row, step, h) + (P(2, unit) * c[unit]));
            nextC[unit] = (f * c[unit]) + (i * F(1, Sum(direction, 3, unit, row, step, h)));
            double o = F(0, Sum(direction, 1, unit, row, step, h) + (P(1, unit) * nextC[unit]));
            nextH[unit] = o * F(2, nextC[unit]);
        }

        return (nextH, nextC);
    }

    private double[] Gru(int direction, int row, int step, double[] h)
    {
        double[] r = [.. Enumerable.Range(0, _units).Select(unit => F(0, Sum(direction, 1, unit, row, step, h)))];
        double[] reset = [.. h.Select((value, unit) => value * r[unit])];
        return
        [
            .. Enumerable.Range(0, _units).Select(unit =>
            {
                double z = F(0, Sum(direction, 0, unit, row, step, h));
                double candidate = F(1, _options.ContainsKey("linear_before_reset")
                    ? FromInput(direction, 2, unit, row, step) + (r[unit] * FromState(direction, 2, unit, h))
                    : FromInput(direction, 2, unit, row, step) + FromState(direction, 2, unit, reset));
                return ((1 - z) * candidate) + (z * h[unit]);
            }),
        ];
    }

    private double[] Rnn(int direction, int row, int step, double[] h) =>
        [.. Enumerable.Range(0, _units).Select(unit => F(0, Sum(direction, 0, unit, row, step, h)))];

    private double Sum(int direction, int gate, int unit, int row, int step, double[] h) =>
        FromInput(direction, gate, unit, row, step) + FromState(direction, gate, unit, h);

    private double FromInput(int direction, int gate, int unit, int row, int step)
    {
        int place = (((direction * _gates) + gate) * _units) + unit;
        double sum = HasBias ? _b[(((direction * 2 * _gates) + gate) * _units) + unit] : 0;
        for (int input = 0; input < _inputs; input++)
        {
            sum += (double)_w[(place * _inputs) + input] * X[(((step * _rows) + row) * _inputs) + input];
        }

        return sum;
    }

    private double FromState(int direction, int gate, int unit, double[] h)
    {
        int place = (((direction * _gates) + gate) * _units) + unit;
        double sum = HasBias ? _b[(((((direction * 2) + 1) * _gates) + gate) * _units) + unit] : 0;
        for (int from = 0; from < _units; from++)
        {
            sum += _r[(place * _units) + from] * h[from];
        }

        return sum;
    }

    private double F(int index, double value)
    {
        (string name, double alpha, double beta) = _functions[index];
        double x = Math.Clamp(value, -Clip, Clip);
        return name switch
        {
            "Sigmoid" => 1 / (1 + Math.Exp(-x)),
            "Tanh" => Math.Tanh(x),
            "Relu" => Math.Max(x, 0),
            "Softsign" => x / (1 + Math.Abs(x)),
            "Softplus" => Math.Log(1 + Math.Exp(x)),
            "Affine" => ((double.IsNaN(alpha) ? 1 : alpha) * x) + (double.IsNaN(beta) ? 0 : beta),
            "LeakyRelu" => x < 0 ? (float)alpha * x : x,
            "Elu" => x < 0 ? (float)alpha * (Math.Exp(x) - 1) : x,
            "ScaledTanh" => (float)alpha * Math.Tanh((float)beta * x),
            _ => Math.Clamp(((double.IsNaN(alpha) ? 0.2 : (float)alpha) * x) + (double.IsNaN(beta) ? 0.5 : (float)beta), 0, 1),
        };
    }

    private static (string Name, double Alpha, double Beta) Function(string text)
    {
        string[] parts = text.Split(':');
        double Number(int index) => index < parts.Length ? double.Parse(parts[index], CultureInfo.InvariantCulture) : double.NaN;
        return (parts[0], Number(1), Number(2));
    }

    private static TensorProto Weight(string name, float[] values, params long[] shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(shape);
        tensor.FloatData.AddRange(values);
        return tensor;
    }

    private static ValueInfoProto Info(string name, params object[] shape)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.AddRange(shape.Select(extent => extent is string open
            ? new TensorShapeProto.Types.Dimension { DimParam = open }
            : new TensorShapeProto.Types.Dimension { DimValue = (int)extent }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
