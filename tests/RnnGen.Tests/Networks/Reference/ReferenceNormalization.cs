using System;

namespace RnnGen.Tests.Networks;

/// <summary>gamma·(x - mean) / √(variance + ε) + beta over the numbers of x (Ba, Kiros, Hinton 2016); a layer without a state.</summary>
internal sealed class ReferenceLayerNorm(int units, double epsilon) : ReferenceCell(units, 0)
{
    public override int Parameters(int width) => 2 * Units;

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state) =>
        Normalize(parameters, ref offset, x, epsilon);

    /// <summary>Gain and shift stand at the offset, which moves past them.</summary>
    public static double[] Normalize(double[] parameters, ref int offset, ReadOnlySpan<double> values, double epsilon)
    {
        double mean = 0, variance = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        foreach (double value in values)
        {
            variance += (value - mean) * (value - mean) / values.Length;
        }

        double[] result = new double[values.Length];
        for (int unit = 0; unit < result.Length; unit++)
        {
            double normalized = (values[unit] - mean) / Math.Sqrt(variance + epsilon);
            result[unit] = (parameters[offset + unit] * normalized) + parameters[offset + result.Length + unit];
        }

        offset += 2 * values.Length;
        return result;
    }

    /// <summary>x·W without a bias.</summary>
    public static double[] Product(double[] parameters, ref int offset, double[] x, int columns)
    {
        double[] y = new double[columns];
        for (int i = 0; i < x.Length; i++)
        {
            for (int column = 0; column < columns; column++)
            {
                y[column] += x[i] * parameters[offset + (i * columns) + column];
            }
        }

        offset += x.Length * columns;
        return y;
    }
}

/// <summary>
/// LayerNormBasicLSTMCell: each gate normalised, then the new cell state, which is carried so; the state is (c, h). Beside it peepholes,
/// coupled gates, a clip of the normalised cell state, a projection.
/// </summary>
internal sealed class ReferenceNormalizedLstm(LstmAttribute layer) : ReferenceCell(Output(layer), layer.Units + Output(layer))
{
    private readonly int _cells = layer.Units, _gates = layer.CoupledGates ? 3 : 4;

    public override int Parameters(int width) =>
        (((width + Units) * _gates) + (2 * _gates) + 2 + (layer.Peepholes ? _gates - 1 : 0) + (layer.Projection > 0 ? Units : 0)) * _cells;

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] z = ReferenceLayerNorm.Product(parameters, ref offset, [.. x, .. state[_cells..]], _gates * _cells);
        double[][] gates = new double[_gates][];
        for (int gate = 0; gate < _gates; gate++)
        {
            gates[gate] = ReferenceLayerNorm.Normalize(parameters, ref offset, z.AsSpan(gate * _cells, _cells), layer.LayerNormEpsilon);
        }

        double[] f = gates[^2], o = gates[^1], c = new double[_cells], h = new double[_cells];
        double[] i = layer.CoupledGates ? new double[_cells] : gates[0];
        if (layer.Peepholes)
        {
            Peep(parameters, ref offset, f, state);
            if (!layer.CoupledGates)
            {
                Peep(parameters, ref offset, i, state);
            }
        }

        for (int unit = 0; unit < _cells; unit++)
        {
            double forget = Sigmoid(f[unit] + layer.ForgetBias), input = layer.CoupledGates ? 1 - forget : Sigmoid(i[unit]);
            c[unit] = (forget * state[unit]) + (input * Activate(gates[^3][unit]));
        }

        c = Array.ConvertAll(
            ReferenceLayerNorm.Normalize(parameters, ref offset, c, layer.LayerNormEpsilon),
            value => Math.Clamp(value, -layer.CellClip, layer.CellClip));
        if (layer.Peepholes)
        {
            Peep(parameters, ref offset, o, c);
        }

        for (int unit = 0; unit < _cells; unit++)
        {
            h[unit] = Activate(c[unit]) * Sigmoid(o[unit]);
        }

        h = layer.Projection > 0 ? ReferenceLayerNorm.Product(parameters, ref offset, h, Units) : h;
        c.CopyTo(state);
        h.CopyTo(state[_cells..]);
        return h;
    }

    private static int Output(LstmAttribute layer) => layer.Projection > 0 ? layer.Projection : layer.Units;

    private static void Peep(double[] parameters, ref int offset, double[] gate, ReadOnlySpan<double> c)
    {
        for (int unit = 0; unit < gate.Length; unit++)
        {
            gate[unit] += parameters[offset + unit] * c[unit];
        }

        offset += gate.Length;
    }

    private double Activate(double value) => layer.Activation == Activation.Softsign ? value / (1 + Math.Abs(value)) : Math.Tanh(value);
}

/// <summary>GRU whose products are normalised one by one, the reset before or after the product.</summary>
internal sealed class ReferenceNormalizedGru(GruAttribute layer) : ReferenceCell(layer.Units, layer.Units)
{
    public override int Parameters(int width) => ((width + Units) * 3 * Units) + ((layer.ResetAfter ? 8 : 6) * Units);

    public override double[] Step(double[] parameters, ref int offset, double[] x, Span<double> state)
    {
        double[] h = state.ToArray(), candidate;
        double[] z = ReferenceLayerNorm.Product(parameters, ref offset, [.. x, .. h], 2 * Units);
        double[] r = Array.ConvertAll(
            ReferenceLayerNorm.Normalize(parameters, ref offset, z.AsSpan(0, Units), layer.LayerNormEpsilon), Sigmoid);
        double[] u = Array.ConvertAll(
            ReferenceLayerNorm.Normalize(parameters, ref offset, z.AsSpan(Units), layer.LayerNormEpsilon), Sigmoid);
        if (layer.ResetAfter)
        {
            double[] zx = ReferenceLayerNorm.Product(parameters, ref offset, x, Units);
            double[] zh = ReferenceLayerNorm.Product(parameters, ref offset, h, Units);
            candidate = ReferenceLayerNorm.Normalize(parameters, ref offset, zx, layer.LayerNormEpsilon);
            double[] hidden = ReferenceLayerNorm.Normalize(parameters, ref offset, zh, layer.LayerNormEpsilon);
            for (int unit = 0; unit < Units; unit++)
            {
                candidate[unit] += r[unit] * hidden[unit];
            }
        }
        else
        {
            double[] reset = new double[Units];
            for (int unit = 0; unit < Units; unit++)
            {
                reset[unit] = r[unit] * h[unit];
            }

            double[] zk = ReferenceLayerNorm.Product(parameters, ref offset, [.. x, .. reset], Units);
            candidate = ReferenceLayerNorm.Normalize(parameters, ref offset, zk, layer.LayerNormEpsilon);
        }

        for (int unit = 0; unit < Units; unit++)
        {
            h[unit] = (u[unit] * h[unit]) + ((1 - u[unit]) * Math.Tanh(candidate[unit]));
        }

        h.CopyTo(state);
        return h;
    }
}
