using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Fixtures;

/// <summary>
/// Gates of PyTorch and ONNX, which lie below each other as rows, [gates · units, columns], in the order of our kernels, where they
/// lie beside each other as columns, [rows, gates · units].
/// </summary>
/// <param name="exercise">The model.</param>
/// <param name="layer">The layer.</param>
/// <param name="gates">For each of their gates the stem of our parameters and the block within them.</param>
internal sealed class GateBlocks(Exercise exercise, int layer, IReadOnlyList<(string Stem, int Block)> gates)
{
    private int Units => exercise.Source.Layers[layer].Units;

    private int InputWidth => layer == 0 ? exercise.Source.InputSize : exercise.Source.Layers[layer - 1].Units;

    /// <summary>Number of their rows.</summary>
    public int Rows => gates.Count * Units;

    /// <summary>Shape of their matrix that multiplies the input.</summary>
    public int[] InputShape => [Rows, InputWidth];

    /// <summary>Shape of their matrix that multiplies the state.</summary>
    public int[] StateShape => [Rows, Units];

    /// <summary>Places of the matrix that multiplies the input.</summary>
    public int[] InputKernel() => Kernel(0, InputWidth);

    /// <summary>Places of the matrix that multiplies the state.</summary>
    public int[] StateKernel() => Kernel(InputWidth, Units);

    /// <summary>Places of a bias.</summary>
    public int[] Bias() =>
    [
        .. from gate in gates
           let bias = exercise.Parameter(layer, gate.Stem + "bias")
           from unit in Enumerable.Range(0, Units)
           select bias.Offset + (gate.Block * Units) + unit,
    ];

    /// <summary>Leaves the biases zero.</summary>
    public void LeaveBiasZero()
    {
        foreach (string stem in gates.Select(gate => gate.Stem).Distinct())
        {
            exercise.LeaveZero(exercise.Parameter(layer, stem + "bias"));
        }
    }

    private int[] Kernel(int firstRow, int rows) =>
    [
        .. from gate in gates
           let kernel = exercise.Parameter(layer, gate.Stem + "kernel")
           from unit in Enumerable.Range(0, Units)
           from row in Enumerable.Range(firstRow, rows)
           select kernel.Offset + (row * kernel.Shape[1]) + (gate.Block * Units) + unit,
    ];
}
