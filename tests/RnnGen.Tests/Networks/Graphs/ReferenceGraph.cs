using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>
/// One row of a graph of layers in double: each layer a plain loop over the row's valid steps, parameters and states by name.
/// </summary>
/// <param name="model">Where parameters and states lie.</param>
/// <param name="parameters">All parameters.</param>
/// <param name="state">The row's flat state: before the first step, and after the last one.</param>
internal sealed class ReferenceGraph(ModelDescription model, double[] parameters, double[] state)
{
    public static readonly Func<double, double> Sigmoid = x => 1 / (1 + Math.Exp(-x)), Relu = x => Math.Max(x, 0);

    private readonly Dictionary<double[][], double[]> _lasts = [];
    private readonly Dictionary<string, double[]> _parameters = [];

    /// <summary>All outputs head by head, padding 0; the states become the final ones.</summary>
    /// <param name="model">What the network is.</param>
    /// <param name="batch">Shape, lengths and tokens.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="values">The inputs of the steps, as the batch has them.</param>
    /// <param name="sequence">The inputs of the sequences, [rows, size].</param>
    /// <param name="states">Initial states, [rows, state size].</param>
    /// <param name="network">
    /// From the valid steps of a row, and its inputs of the sequence, to the outputs of each head, a row for each valid step or one.
    /// </param>
    public static double[] Outputs(
        ModelDescription model, NetworkBatch batch, double[] parameters, double[] values, double[] sequence, double[] states,
        Func<ReferenceGraph, double[][], double[], double[][][]> network)
    {
        double[][] outputs = [.. model.Heads.Select(
            head => new double[batch.Rows * head.OutputSize * (head.OutputsEveryStep ? batch.Steps : 1)])];
        for (int row = 0; row < batch.Rows; row++)
        {
            int length = batch.Lengths.Length > 0 ? batch.Lengths[row] : batch.Steps;
            double[][] x = [.. Enumerable.Range(0, length).Select(step => Inputs((row * batch.Steps) + step))];
            double[] s = sequence.AsSpan(row * model.SequenceInputSize, model.SequenceInputSize).ToArray();
            double[] state = states.AsSpan(row * model.StateSize, model.StateSize).ToArray();
            double[][][] heads = network(new ReferenceGraph(model, parameters, state), x, s);
            state.CopyTo(states, row * model.StateSize);
            for (int head = 0; head < heads.Length; head++)
            {
                HeadInfo info = model.Heads[head];
                int start = row * info.OutputSize * (info.OutputsEveryStep ? batch.Steps : 1);
                heads[head].SelectMany(step => step).ToArray().CopyTo(outputs[head], start);
            }
        }

        return [.. outputs.SelectMany(head => head)];

        double[] Inputs(int step)
        {
            int size = model.StepInputSize, units = model.InputSize - size;
            int table = units == 0 ? 0 : model.Parameters[0].Offset + (batch.Tokens[step] * units);
            return [.. parameters.AsSpan(table, units), .. values.AsSpan(step * size, size)];
        }
    }

    public double[] Dense(double[] x, string name, Func<double, double>? function = null)
    {
        double[] kernel = Parameter($"{name}/kernel"), bias = Parameter($"{name}/bias", isOptional: true);
        int units = kernel.Length / x.Length;
        double[] y = new double[units];
        for (int unit = 0; unit < units; unit++)
        {
            y[unit] = bias.Length > 0 ? bias[unit] : 0;
            for (int i = 0; i < x.Length; i++)
            {
                y[unit] += x[i] * kernel[(i * units) + unit];
            }
        }

        return function is null ? y : Array.ConvertAll(y, value => function(value));
    }

    public double[][] Dense(double[][] steps, string name, Func<double, double>? function = null) =>
        Array.ConvertAll(steps, x => Dense(x, name, function));

    public double[] LayerNorm(double[] x, string name, double epsilon = 1e-5)
    {
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        double[] gamma = Parameter($"{name}/gamma"), beta = Parameter($"{name}/beta");
        return [.. x.Select((value, i) => (gamma[i] * (value - mean) / Math.Sqrt(variance + epsilon)) + beta[i])];
    }

    public double[][] LayerNorm(double[][] steps, string name, double epsilon = 1e-5) =>
        Array.ConvertAll(steps, x => LayerNorm(x, name, epsilon));

    /// <summary>h = tanh([x, h]·W + b).</summary>
    public double[][] Rnn(double[][] x, string name, int units, bool reverse = false, string? from = null) =>
        Recurrent(x, name, ["h"], units, reverse, from, (step, states) =>
        {
            states["h"] = Array.ConvertAll(Affine([.. step, .. states["h"]], $"{name}/kernel", $"{name}/bias", units), Math.Tanh);
            return states["h"];
        });

    /// <summary>LSTMCell.</summary>
    public double[][] Lstm(
        double[][] x, string name, int units, bool reverse = false, string? from = null, double forgetBias = 1) =>
        Recurrent(x, name, ["c", "h"], units, reverse, from, (step, states) =>
        {
            double[] z = Affine([.. step, .. states["h"]], $"{name}/kernel", $"{name}/bias", 4 * units);
            double[] c = states["c"], h = new double[units];
            for (int unit = 0; unit < units; unit++)
            {
                double i = z[unit], j = z[units + unit], f = z[(2 * units) + unit], o = z[(3 * units) + unit];
                c[unit] = (Sigmoid(f + forgetBias) * c[unit]) + (Sigmoid(i) * Math.Tanh(j));
                h[unit] = Sigmoid(o) * Math.Tanh(c[unit]);
            }

            states["h"] = h;
            return h;
        });

    /// <summary>CfC: s = σ(za·t + zt), h' = (1 - s)·tanh(zf) + s·tanh(zg), of features of [x, h].</summary>
    public double[][] Cfc(double[][] x, double[][] elapsed, string name, int units, int features) =>
        Recurrent(Join(x, elapsed), name, ["h"], units, reverse: false, null, (step, states) =>
        {
            double[] b = Array.ConvertAll(
                Affine([.. step[..^1], .. states["h"]], $"{name}/backbone/kernel", $"{name}/backbone/bias", features),
                value => 1.7159 * Math.Tanh(0.666 * value));
            double[] z = Affine(b, $"{name}/kernel", $"{name}/bias", 4 * units);
            states["h"] = [.. Enumerable.Range(0, units).Select(unit =>
            {
                double s = Sigmoid((z[(2 * units) + unit] * step[^1]) + z[(3 * units) + unit]);
                return ((1 - s) * Math.Tanh(z[unit])) + (s * Math.Tanh(z[units + unit]));
            })];
            return states["h"];
        });

    /// <summary>d = σ(t), h' = d·h + (1 - d)·tanh([x, h]·W + b + gate).</summary>
    public double[][] Fading(double[][] x, double[][] time, double[][] gate, string name, int units, bool reverse = false) =>
        Recurrent(Join(x, time, gate), name, ["h"], units, reverse, null, (step, states) =>
        {
            double[] h = states["h"], own = step[..^(units + 1)], beside = step[^units..];
            double d = Sigmoid(step[^(units + 1)]);
            double[] z = Affine([.. own, .. h], $"{name}/kernel", $"{name}/bias", units);
            states["h"] = [.. h.Select((value, unit) => (d * value) + ((1 - d) * Math.Tanh(z[unit] + beside[unit])))];
            return states["h"];
        });

    /// <summary>GRUCell: [r, u] = σ([x, h]·Wg + bg); k = f([x, r·h]·Wk + bk); h = u·h + (1 - u)·k.</summary>
    public double[][] Gru(double[][] x, string name, int units, Func<double, double>? function = null, bool reverse = false) =>
        Recurrent(x, name, ["h"], units, reverse, null, (step, states) =>
        {
            double[] h = states["h"];
            double[] gates = Array.ConvertAll(
                Affine([.. step, .. h], $"{name}/gates/kernel", $"{name}/gates/bias", 2 * units), value => Sigmoid(value));
            double[] reset = [.. h.Select((value, unit) => value * gates[unit])];
            double[] k = Array.ConvertAll(
                Affine([.. step, .. reset], $"{name}/candidate/kernel", $"{name}/candidate/bias", units),
                value => (function ?? Math.Tanh)(value));
            states["h"] = [.. h.Select((value, unit) => (gates[units + unit] * value) + ((1 - gates[units + unit]) * k[unit]))];
            return states["h"];
        });

    public static double[][] Columns(double[][] steps, int first, int end) => Array.ConvertAll(steps, x => x[first..end]);

    public static double[][] Join(params double[][][] values)
    {
        // An array of its own even without steps: it is known by itself.
        double[][] joined = new double[values[0].Length][];
        for (int step = 0; step < joined.Length; step++)
        {
            joined[step] = [.. values.SelectMany(value => value[step])];
        }

        return joined;
    }

    public static double[][] Zip(Func<double, double, double> function, params double[][][] values) => values.Aggregate(
        (a, b) => [.. a.Zip(b, (x, y) => x.Zip(y, function).ToArray())]);

    public static double[][] Repeat(double[] vector, int steps) => [.. Enumerable.Repeat(vector, steps)];

    /// <summary>The last step: of a recurrent layer its final state, which is there without steps too.</summary>
    public double[] Last(double[][] steps, int width) =>
        _lasts.TryGetValue(steps, out double[]? last) ? last : steps.Length > 0 ? steps[^1] : new double[width];

    public static double[] Mean(double[][] steps, int width) =>
        [.. Enumerable.Range(0, width).Select(unit => steps.Length == 0 ? 0 : steps.Average(x => x[unit]))];

    public static double[] Max(double[][] steps, int width) =>
        [.. Enumerable.Range(0, width).Select(unit => steps.Length == 0 ? 0 : steps.Max(x => x[unit]))];

    /// <summary>Two directions beside each other, and their last steps.</summary>
    public double[][] Beside(double[][] forward, double[][] backward)
    {
        double[][] joined = Join(forward, backward);
        _lasts[joined] = [.. Last(forward, 0), .. Last(backward, 0)];
        return joined;
    }

    private double[][] Recurrent(
        double[][] x, string name, string[] names, int units, bool reverse, string? from,
        Func<double[], Dictionary<string, double[]>, double[]> step)
    {
        Dictionary<string, double[]> states = [];
        foreach (string part in names)
        {
            StateInfo info = model.States.Single(info => info.Name == $"{(from ?? name)}/{part}");
            states.Add(part, state[info.Offset..(info.Offset + info.Units)]);
        }

        double[][] y = new double[x.Length][];
        for (int i = 0; i < x.Length; i++)
        {
            int at = reverse ? x.Length - 1 - i : i;
            y[at] = (double[])step(x[at], states).Clone();
        }

        foreach (string part in names)
        {
            StateInfo info = model.States.Single(info => info.Name == $"{name}/{part}");
            states[part].CopyTo(state, info.Offset);
        }

        _lasts[y] = states["h"];
        return y;
    }

    private double[] Affine(double[] x, string kernelName, string biasName, int units)
    {
        double[] kernel = Parameter(kernelName), bias = Parameter(biasName), y = new double[units];
        for (int unit = 0; unit < units; unit++)
        {
            y[unit] = bias[unit];
            for (int i = 0; i < x.Length; i++)
            {
                y[unit] += x[i] * kernel[(i * units) + unit];
            }
        }

        return y;
    }

    /// <summary>A state of the row, by its name.</summary>
    public Span<double> State(string name)
    {
        StateInfo info = model.States.Single(info => info.Name == name);
        return state.AsSpan(info.Offset, info.Units);
    }

    /// <summary>A parameter by its name; nothing where it may be left out.</summary>
    public double[] Parameter(string name, bool isOptional = false)
    {
        if (!_parameters.TryGetValue(name, out double[]? values))
        {
            ParameterInfo? info = model.Parameters.SingleOrDefault(info => info.Name == name);
            values = info is not null ? parameters[info.Offset..(info.Offset + info.Count)]
                : isOptional ? []
                : throw new ArgumentException($"No parameter {name} in {model.Name}.", nameof(name));
            _parameters.Add(name, values);
        }

        return values;
    }
}
