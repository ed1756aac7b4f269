using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Specification;
using RnnGen.Interchange.Equations;

namespace RnnGen.Interchange;

/// <summary>
/// The operands of the kernels of a network, as the class has them that is written from it: the rows of the inputs and of each state, and
/// which of them models of eight bits keep in floats.
/// </summary>
internal static class KernelOperands
{
    private const string Dense = "Dense", Pooling = "Pooling", State = "h";
    private static readonly string[] Directions = ["fw/", "bw/"];

    /// <summary>The layers whose products a class takes for those of its heads: dense layers and a pooling at the end.</summary>
    public static IReadOnlySet<string> LayersOfHeads(Network network)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Dictionary<string, IReadOnlyList<NetworkRead>> usual = NetworkNames.WithUsualReads(network)
            .ToDictionary(pair => pair.Layer.Name, pair => pair.Usual, StringComparer.Ordinal);
        foreach (NetworkHead head in network.Heads)
        {
            bool goesOn = head.Name.Length == 0 && !NetworkNames.SaysFrom(network, head);
            foreach (NetworkLayer layer in (goesOn ? network.Layers : []).Concat(head.Layers).Reverse())
            {
                if (layer.IsOwnCell || layer.Kind is not (Dense or Pooling))
                {
                    break;
                }

                names.Add(layer.Name);
                if (layer.Kind == Pooling || NetworkNames.SaysFrom(layer, usual[layer.Name]))
                {
                    break;
                }
            }
        }

        return names;
    }

    /// <summary>The operands of one of a layer's weights; none of what is no kernel.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tensor">The weights, under their name below the layer's.</param>
    /// <param name="isOfHead">Whether the layer's products are those of a head.</param>
    /// <exception cref="ArgumentException">The kernel does not have the rows of what the layer reads.</exception>
    public static IReadOnlyList<KernelOperand> Of(NetworkLayer layer, NetworkTensor tensor, bool isOfHead)
    {
        if (layer is { IsWindow: true } && tensor.Shape is [int taps, int features, _])
        {
            return [new KernelOperand(taps * features, FloatOperands.OfLayer(isInput: true, taps * features))];
        }

        if (tensor.Shape is not [int rows, int columns])
        {
            return [];
        }

        if (isOfHead)
        {
            return [new KernelOperand(rows, FloatOperands.OfHead(columns))];
        }

        CellStatement.Product? product = Product(layer, tensor.Name);
        if (product is { Heads: > 1 })
        {
            // Each operand has as many rows as the others, and all of them stay floats.
            int width = rows / product.Operands.Count;
            return [.. product.Operands.Select(_ => new KernelOperand(width, true))];
        }

        IReadOnlyList<string> operands = product?.Operands ?? Names(layer, tensor.Name);
        int inputs = layer.Reads.Sum(read => read.Columns), reads = operands.Count(operand => operand == CellEquations.Input);
        int others = operands.Count - reads, rest = rows - (reads * inputs);
        if (operands.Count > 0 && (rest < others || (others == 0 ? rest != 0 : rest % others != 0)))
        {
            throw new ArgumentException(
                $"Layer '{layer.Name}', [{layer.Kind}], reads {inputs} values, but its {tensor.Name} has {rows} rows "
                + $"for [{string.Join(", ", operands)}].");
        }

        return
        [
            .. operands.Select(operand => operand == CellEquations.Input
                ? new KernelOperand(inputs, FloatOperands.OfLayer(isInput: true, inputs))
                : new KernelOperand(rest / others, FloatOperands.OfLayer(isInput: false, rest / others))),
        ];
    }

    /// <summary>The product of a layer's equations that has a kernel; null without equations, and of what is no kernel.</summary>
    private static CellStatement.Product? Product(NetworkLayer layer, string tensor) => layer.Equations is null
        ? null
        : CellEquations.Read(layer.Equations).Statements.OfType<CellStatement.Product>()
            .FirstOrDefault(product => product.Kernel == WithoutDirection(tensor));

    private static string WithoutDirection(string tensor) =>
        Array.Find(Directions, tensor.StartsWith) is string direction ? tensor[direction.Length..] : tensor;

    /// <summary>What a kernel of a layer multiplies: x, and states or values of the cell, which are all as wide as each other.</summary>
    private static IReadOnlyList<string> Names(NetworkLayer layer, string tensor)
    {
        // Of the cells that have attributes of their own.
        return layer.Equations is not null ? [] : WithoutDirection(tensor) switch
        {
            "kernel" when layer.Kind == Dense => [CellEquations.Input],
            "kernel" or "gates/kernel" or "gate/kernel" or "candidate/kernel" => [CellEquations.Input, State],
            "candidate/input_projection/kernel" => [CellEquations.Input],
            "candidate/hidden_projection/kernel" or "projection/kernel" => [State],
            _ => [],
        };
    }
}
