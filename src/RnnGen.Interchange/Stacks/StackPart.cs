using System;
using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>A layer of a network in which each reads the one before it.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Inputs">Columns that it reads.</param>
/// <param name="Outputs">Columns that it gives.</param>
/// <param name="Make">Makes the layer from its name, what it reads, and whether it has steps.</param>
internal sealed record StackPart(
    string Name, int Inputs, int Outputs, Func<string, IReadOnlyList<NetworkRead>, bool, NetworkLayer> Make)
{
    /// <summary>Whether it carries states, and so needs steps.</summary>
    public bool IsRecurrent { get; init; }

    /// <summary>Whether it is a dense layer, which of steps reads the last one where it has none itself.</summary>
    public bool IsDense { get; init; }

    /// <summary>A recurrent layer of one cell, or of two.</summary>
    public static StackPart Recurrent(string name, IReadOnlyList<CellWeights> cells, int inputs)
    {
        Direction direction = cells.Count == 2 ? Direction.Bidirectional : Direction.Forward;
        NetworkLayer layer = CellWeights.ToLayer(name, [], cells, direction);
        return new StackPart(name, inputs, layer.Size, (unique, reads, _) => layer with { Name = unique, Reads = reads })
        {
            IsRecurrent = true,
        };
    }

    /// <summary>A dense layer.</summary>
    public static StackPart Dense(string name, Matrix kernel, float[]? bias, Activation activation = RnnGen.Activation.Linear) =>
        new(
            name,
            kernel.Rows,
            kernel.Columns,
            (unique, reads, steps) => NetworkLayers.Dense(unique, reads, kernel, bias, steps, activation))
        {
            IsDense = true,
        };

    /// <summary>A layer normalisation.</summary>
    public static StackPart LayerNorm(string name, float[] gamma, float[] beta, double epsilon) => new(
        name, gamma.Length, gamma.Length, (unique, reads, steps) => NetworkLayers.LayerNorm(unique, reads, gamma, beta, epsilon, steps));

    /// <summary>A function of each number.</summary>
    public static StackPart Activation(string name, int columns, Activation function) =>
        new(name, columns, columns, (unique, reads, steps) => NetworkLayers.Activation(unique, reads, function, steps));
}
