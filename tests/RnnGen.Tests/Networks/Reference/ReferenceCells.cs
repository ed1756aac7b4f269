using System;

namespace RnnGen.Tests.Networks;

/// <summary>One step of one row of a cell; the state is replaced, the new h returned.</summary>
internal abstract class ReferenceCell(int units, int stateSize)
{
    public int Units { get; } = units;

    public int StateSize { get; } = stateSize;

    public abstract int Parameters(int width);

    public abstract double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state);

    protected static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

/// <summary>BasicRNNCell: h = tanh([x, h]·W + b).</summary>
internal sealed class ReferenceRnn(int units) : ReferenceCell(units, units)
{
    public override int Parameters(int width) => (width + Units + 1) * Units;

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] z = ReferenceNetwork.Affine(parameters, ref offset, [.. x, .. state], Units);
        double[] h = Array.ConvertAll(z, Math.Tanh);
        h.CopyTo(state);
        return h;
    }
}

/// <summary>LSTMCell: gates i, j, f, o; c = σ(f + forget bias)·c + σ(i)·tanh(j); h = σ(o)·tanh(c); the state is (c, h).</summary>
internal sealed class ReferenceLstm(int units, double forgetBias) : ReferenceCell(units, 2 * units)
{
    public override int Parameters(int width) => (width + Units + 1) * 4 * Units;

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] z = ReferenceNetwork.Affine(parameters, ref offset, [.. x, .. state[Units..]], 4 * Units);
        double[] h = new double[Units];
        for (int unit = 0; unit < Units; unit++)
        {
            double i = z[unit], j = z[Units + unit], f = z[(2 * Units) + unit], o = z[(3 * Units) + unit];
            state[unit] = (Sigmoid(f + forgetBias) * state[unit]) + (Sigmoid(i) * Math.Tanh(j));
            h[unit] = Sigmoid(o) * Math.Tanh(state[unit]);
        }

        h.CopyTo(state[Units..]);
        return h;
    }
}

/// <summary>GRUCell: [r, u] = σ([x, h]·Wg + bg); k = tanh([x, r·h]·Wk + bk); h = u·h + (1 - u)·k.</summary>
internal sealed class ReferenceGru(int units) : ReferenceCell(units, units)
{
    public override int Parameters(int width) => (width + Units + 1) * 3 * Units;

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] gates = Array.ConvertAll(ReferenceNetwork.Affine(parameters, ref offset, [.. x, .. state], 2 * Units), Sigmoid);
        double[] reset = state.ToArray();
        for (int unit = 0; unit < Units; unit++)
        {
            reset[unit] *= gates[unit];
        }

        double[] k = Array.ConvertAll(ReferenceNetwork.Affine(parameters, ref offset, [.. x, .. reset], Units), Math.Tanh);
        for (int unit = 0; unit < Units; unit++)
        {
            double u = gates[Units + unit];
            k[unit] = (u * state[unit]) + ((1 - u) * k[unit]);
        }

        k.CopyTo(state);
        return k;
    }
}
