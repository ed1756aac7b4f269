using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Fixtures;

/// <summary>
/// A gate of PyTorch or ONNX: the stem of our parameters and the block within them. Where we have a product of the state alone, the
/// stem of that.
/// </summary>
internal readonly record struct Gate(string Stem, int Block, string? StateStem = null);

/// <summary>
/// Gates of PyTorch and ONNX, which lie below each other as rows, [gates · units, columns], in the order of our kernels, where they
/// lie beside each other as columns, [rows, gates · units].
/// </summary>
/// <param name="exercise">The model.</param>
/// <param name="cell">The cell.</param>
/// <param name="inputWidth">Features of the layer's input.</param>
/// <param name="gates">Their gates, in their order.</param>
internal sealed class GateBlocks(Exercise exercise, int cell, int inputWidth, IReadOnlyList<Gate> gates)
{
    private readonly LayerSource _layer = exercise.Source.LayerOf(cell);

    private int Units => _layer.Units;

    /// <summary>Number of their rows.</summary>
    public int Rows => gates.Count * Units;

    /// <summary>Shape of their matrix that multiplies the input.</summary>
    public int[] InputShape => [Rows, inputWidth];

    /// <summary>Shape of their matrix that multiplies the state.</summary>
    public int[] StateShape => [Rows, _layer.StateSize];

    /// <summary>Shape of their projection.</summary>
    public int[] ProjectionShape => [_layer.StateSize, Units];

    /// <summary>Places of the matrix that multiplies the input.</summary>
    public int[] InputKernel() => [.. gates.SelectMany(gate => Kernel(gate.Stem, gate.Block, 0, inputWidth))];

    /// <summary>Places of the matrix that multiplies the state.</summary>
    public int[] StateKernel() =>
    [
        .. gates.SelectMany(gate => gate.StateStem is null
            ? Kernel(gate.Stem, gate.Block, inputWidth, _layer.StateSize)
            : Kernel(gate.StateStem, gate.Block, 0, _layer.StateSize)),
    ];

    /// <summary>Places of the projection, which lies transposed.</summary>
    public int[] Projection()
    {
        ParameterInfo kernel = exercise.Parameter(cell, "projection/kernel");
        return
        [
            .. from row in Enumerable.Range(0, _layer.StateSize) from unit in Enumerable.Range(0, Units) select kernel.Offset
                + (unit * _layer.StateSize) + row,
        ];
    }

    /// <summary>Places of the bias of the input.</summary>
    public int[] InputBias() => [.. gates.SelectMany(gate => Bias(gate.Stem, gate.Block))];

    /// <summary>Places of the bias of the state, which is the same one where ours has one for both.</summary>
    public int[] StateBias() => [.. gates.SelectMany(gate => Bias(gate.StateStem ?? gate.Stem, gate.Block))];

    /// <summary>Leaves the biases zero.</summary>
    public void LeaveBiasZero()
    {
        foreach (string stem in gates.SelectMany(gate => new[] { gate.Stem, gate.StateStem ?? gate.Stem }).Distinct())
        {
            exercise.LeaveZero(exercise.Parameter(cell, stem + "bias"));
        }
    }

    private IEnumerable<int> Bias(string stem, int block) =>
        Enumerable.Range(exercise.Parameter(cell, stem + "bias").Offset + (block * Units), Units);

    private IEnumerable<int> Kernel(string stem, int block, int firstRow, int rows)
    {
        ParameterInfo kernel = exercise.Parameter(cell, stem + "kernel");
        return from unit in Enumerable.Range(0, Units)
               from row in Enumerable.Range(firstRow, rows)
               select kernel.Offset + (row * kernel.Shape[1]) + (block * Units) + unit;
    }
}
