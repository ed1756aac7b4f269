using System;
using System.Linq;
using System.Numerics;

namespace RnnGen.Tests.Networks;

/// <summary>What the cells below have in common: kernels with and without a bias, learned vectors.</summary>
internal abstract class ReferenceNewCell(int units, int stateSize) : ReferenceCell(units, stateSize)
{
    public override int Parameters(int width)
    {
        int parameters = 0;
        Step(new double[10_000], ref parameters, new double[width], new double[StateSize]);
        return parameters;
    }

    protected static double[] Vector(double[] parameters, ref int offset, int count)
    {
        offset += count;
        return parameters[(offset - count)..offset];
    }

    /// <summary>Blocks of x·W, and of x·W + b.</summary>
    protected static double[][] Blocks(double[] parameters, ref int offset, double[] x, int blocks, int units, bool bias)
    {
        double[] kernel = Vector(parameters, ref offset, x.Length * blocks * units);
        double[] shift = bias ? Vector(parameters, ref offset, blocks * units) : new double[blocks * units];
        return
        [
            .. Enumerable.Range(0, blocks).Select(block => Enumerable.Range(block * units, units)
                .Select(column => shift[column] + x.Select((value, row) => value * kernel[(row * blocks * units) + column]).Sum())
                .ToArray()),
        ];
    }

    protected double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, Units).Select(value)];

    protected static double[] Keep(double[] value, Span<double> state)
    {
        value.CopyTo(state);
        return value;
    }
}

/// <summary>h' = (1 - σ(zu))·h + σ(zu)·zk.</summary>
internal sealed class ReferenceMinGru(int units) : ReferenceNewCell(units, units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[][] z = Blocks(parameters, ref offset, x, 2, Units, bias: true);
        double[] h = state.ToArray();
        return Keep(Each(i => ((1 - Sigmoid(z[0][i])) * h[i]) + (Sigmoid(z[0][i]) * z[1][i])), state);
    }
}

/// <summary>f and i divided by their sum.</summary>
internal sealed class ReferenceMinLstm(MinLstmAttribute layer) : ReferenceNewCell(layer.Units, layer.Units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[][] z = Blocks(parameters, ref offset, x, 3, Units, bias: true);
        double[] h = state.ToArray();
        double[] f = Each(i => Sigmoid(z[0][i] + layer.ForgetBias)), g = Each(i => Sigmoid(z[1][i]));
        double[] k = layer.Activation == Activation.Tanh ? Array.ConvertAll(z[2], Math.Tanh) : z[2];
        return Keep(Each(i => ((f[i] / (f[i] + g[i])) * h[i]) + ((g[i] / (f[i] + g[i])) * k[i])), state);
    }
}

/// <summary>h' = relu(z + u·h).</summary>
internal sealed class ReferenceIndRnn(int units) : ReferenceNewCell(units, units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] z = Blocks(parameters, ref offset, x, 1, Units, bias: true)[0], u = Vector(parameters, ref offset, Units);
        double[] h = state.ToArray();
        return Keep(Each(i => Math.Max(0, z[i] + (u[i] * h[i]))), state);
    }
}

/// <summary>Gates with peepholes; the input goes past the cell, as it is or projected.</summary>
internal sealed class ReferenceSru(SruAttribute layer) : ReferenceNewCell(layer.Units, layer.Units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[][] z = Blocks(parameters, ref offset, x, layer.Projected ? 4 : 3, Units, bias: false);
        double[] bf = Vector(parameters, ref offset, Units), br = Vector(parameters, ref offset, Units);
        double[] vf = Vector(parameters, ref offset, Units), vr = Vector(parameters, ref offset, Units);
        double[] c = state.ToArray(), past = layer.Projected ? z[3] : x;
        double[] f = Each(i => Sigmoid(z[1][i] + (vf[i] * c[i]) + bf[i] + layer.ForgetBias));
        double[] r = Each(i => Sigmoid(z[2][i] + (vr[i] * c[i]) + br[i]));
        double[] next = Keep(Each(i => (f[i] * c[i]) + ((1 - f[i]) * z[0][i])), state);
        return Each(i => (r[i] * next[i]) + ((1 - r[i]) * (i < past.Length ? past[i] : 0)));
    }
}

/// <summary>A convolution of two steps: the products of the step before stand in the state.</summary>
internal sealed class ReferenceQrnn(QrnnAttribute layer) : ReferenceNewCell(layer.Units, layer.Previous ? 4 * layer.Units : layer.Units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[][] z = Blocks(parameters, ref offset, x, 3, Units, bias: true);
        for (int gate = 0; layer.Previous && gate < 3; gate++)
        {
            Span<double> before = state.Slice((gate + 1) * Units, Units);
            for (int i = 0; i < Units; i++)
            {
                z[gate][i] += before[i];
            }
        }

        if (layer.Previous)
        {
            Keep([.. Blocks(parameters, ref offset, x, 3, Units, bias: false).SelectMany(block => block)], state[Units..]);
        }

        double[] c = state[..Units].ToArray(), f = Each(i => Sigmoid(z[1][i] + layer.ForgetBias));
        double[] next = Keep(Each(i => (f[i] * c[i]) + ((1 - f[i]) * Math.Tanh(z[0][i]))), state);
        return Each(i => Sigmoid(z[2][i]) * next[i]);
    }
}

/// <summary>One product for the gate and the candidate.</summary>
internal sealed class ReferenceFastGrnn(int units) : ReferenceNewCell(units, units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] h = state.ToArray(), z = Blocks(parameters, ref offset, [.. x, .. h], 1, Units, bias: false)[0];
        double[] bg = Vector(parameters, ref offset, Units), bk = Vector(parameters, ref offset, Units);
        double zeta = Sigmoid(Vector(parameters, ref offset, 1)[0]), nu = Sigmoid(Vector(parameters, ref offset, 1)[0]);
        return Keep(
            Each(i => (((zeta * (1 - Sigmoid(z[i] + bg[i]))) + nu) * Math.Tanh(z[i] + bk[i])) + (Sigmoid(z[i] + bg[i]) * h[i])), state);
    }
}

/// <summary>Complex states, as the type that .NET has for them.</summary>
internal sealed class ReferenceLru(LruAttribute layer) : ReferenceNewCell(layer.Units, 2 * StatesOf(layer))
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        int states = StatesOf(layer);
        double[][] b = Blocks(parameters, ref offset, x, 2, states, bias: false);
        double[] nu = Vector(parameters, ref offset, states), theta = Vector(parameters, ref offset, states);
        double[] gain = Vector(parameters, ref offset, states);
        Complex[] next = new Complex[states];
        for (int i = 0; i < states; i++)
        {
            var lambda = Complex.FromPolarCoordinates(Math.Exp(-Math.Exp(nu[i])), Math.Exp(theta[i]));
            double norm = gain[i] * Math.Sqrt(1 - Math.Exp(-2 * Math.Exp(nu[i])));
            next[i] = (lambda * new Complex(state[i], state[states + i]))
                + (norm * new Complex(b[0][i], b[1][i]));
        }

        double[] real = [.. next.Select(value => value.Real)], imaginary = [.. next.Select(value => value.Imaginary)];
        Keep([.. real, .. imaginary], state);
        return Blocks(parameters, ref offset, [.. x, .. real, .. imaginary], 1, Units, bias: true)[0];
    }

    private static int StatesOf(LruAttribute layer) => layer.States == 0 ? layer.Units : layer.States;
}

/// <summary>The stabilised sLSTM of its paper, and log σ as it stands.</summary>
internal sealed class ReferenceSLstm(SLstmAttribute layer) : ReferenceNewCell(layer.Units, 4 * layer.Units)
{
    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] h = state[(3 * Units)..].ToArray();
        double[][] z = Blocks(parameters, ref offset, layer.Heads > 1 ? x : [.. x, .. h], 4, Units, bias: true);
        if (layer.Heads > 1)
        {
            int own = Units / layer.Heads;
            double[] kernel = Vector(parameters, ref offset, Units * 4 * own);
            for (int i = 0; i < Units; i++)
            {
                for (int column = 0; column < 4 * own; column++)
                {
                    z[column / own][(i / own * own) + (column % own)] += h[i] * kernel[(i * 4 * own) + column];
                }
            }
        }

        double[] c = state[..Units].ToArray(), n = state.Slice(Units, Units).ToArray(), m = state.Slice(2 * Units, Units).ToArray();
        double[] logF = Each(i => layer.ExponentialForget ? z[1][i] + layer.ForgetBias : Math.Log(Sigmoid(z[1][i] + layer.ForgetBias)));
        double[] nextM = Each(i => n[i] > 0 ? Math.Max(logF[i] + m[i], z[0][i]) : z[0][i]);
        double[] f = Each(i => n[i] > 0 ? Math.Exp(logF[i] + m[i] - nextM[i]) : 0), g = Each(i => Math.Exp(z[0][i] - nextM[i]));
        double[] nextC = Each(i => (f[i] * c[i]) + (g[i] * Math.Tanh(z[2][i]))), nextN = Each(i => (f[i] * n[i]) + g[i]);
        double[] next = Each(i => Sigmoid(z[3][i]) * nextC[i] / nextN[i]);
        Keep([.. nextC, .. nextN, .. nextM, .. next], state);
        return next;
    }
}
