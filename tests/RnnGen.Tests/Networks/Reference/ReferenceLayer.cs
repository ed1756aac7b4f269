using System;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>A recurrent layer in any direction, step by step over one row's valid steps.</summary>
internal sealed class ReferenceLayer
{
    private readonly RecurrentLayerAttribute _layer;
    private readonly ReferenceCell[] _cells;

    public ReferenceLayer(RecurrentLayerAttribute layer, Func<ReferenceCell> cell)
    {
        _layer = layer;
        _cells = layer.Direction == Direction.Bidirectional ? [cell(), cell()] : [cell()];
    }

    public int StateSize => _cells.Sum(cell => cell.StateSize);

    public int Width => _cells[0].Units * (_cells.Length == 2 && _layer.Merge == Merge.Concatenate ? 2 : 1);

    public int Parameters(int width) => _cells.Sum(cell => cell.Parameters(width));

    /// <summary>
    /// Replaces the steps by the layer's outputs and the state by the final one; returns what a head on the last step reads.
    /// </summary>
    public double[] Run(double[] parameters, ref int offset, double[][] steps, Span<double> state)
    {
        double[][] inputs = (double[][])steps.Clone();
        double[][][] outputs = new double[_cells.Length][][];
        double[][] finals = new double[_cells.Length][];
        for (int i = 0; i < _cells.Length; i++)
        {
            ReferenceCell cell = _cells[i];
            Span<double> own = state[..cell.StateSize];
            state = state[cell.StateSize..];
            bool reverse = i == 1 || _layer.Direction == Direction.Reverse;
            int width = inputs.Length > 0 ? inputs[0].Length : 0, start = offset;
            outputs[i] = new double[inputs.Length][];
            for (int step = 0; step < inputs.Length; step++)
            {
                int at = reverse ? inputs.Length - 1 - step : step;
                offset = start;
                outputs[i][at] = cell.Step(parameters, ref offset, inputs[at], own);
            }

            offset = inputs.Length > 0 ? offset : start + cell.Parameters(width);
            finals[i] = cell.StateSize > 0 ? own[^cell.Units..].ToArray()
                : inputs.Length > 0 ? outputs[i][reverse ? 0 : ^1] : new double[cell.Units];
        }

        for (int step = 0; step < steps.Length; step++)
        {
            steps[step] = Merged([.. outputs.Select(output => output[step])]);
            if (_layer.Residual)
            {
                steps[step] = [.. steps[step].Zip(inputs[step], (y, x) => y + x)];
            }
        }

        // A residual in reverse order ends at the first step.
        return !_layer.Residual ? Merged(finals)
            : steps.Length == 0 ? new double[Width]
            : _layer.Direction == Direction.Reverse ? steps[0] : steps[^1];
    }

    private double[] Merged(double[][] parts) => (parts.Length, _layer.Merge) switch
    {
        (1, _) => parts[0],
        (_, Merge.Sum) => [.. parts[0].Zip(parts[1], (a, b) => a + b)],
        (_, Merge.Average) => [.. parts[0].Zip(parts[1], (a, b) => (a + b) / 2)],
        (_, Merge.Product) => [.. parts[0].Zip(parts[1], (a, b) => a * b)],
        _ => [.. parts[0], .. parts[1]],
    };
}
