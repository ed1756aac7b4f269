using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Specification;
using RnnGen.Interchange.Equations;

namespace RnnGen.Interchange;

/// <summary>
/// The operands of the kernels of a network's class, as its description says them: a product z = [a, b, ...]·W has the rows of a, then
/// those of b, each of which has scales of its own in eight bits or stays in floats.
/// </summary>
internal static class NetworkOperands
{
    /// <summary>The operands of each kernel, by the name of the parameter.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> Of(Network network)
    {
        HashSet<NetworkLayer> heads = new(network.Heads.SelectMany(head => head.Layers), ReferenceEqualityComparer.Instance);
        if (heads.Count == 0 && network.Heads is [{ Name: "" }])
        {
            // Of a class with one head alone the dense layers after all others are its own.
            heads.UnionWith(network.Layers.Reverse().TakeWhile(layer => layer.Kind == "Dense"));
        }

        return NetworkNames.Paths(network)
            .SelectMany(pair => pair.Layer.Parameters.Select(tensor => (
                Name: $"{pair.Path}/{tensor.Name}",
                Operands: heads.Contains(pair.Layer) ? OfHead(tensor)
                    : pair.Layer.IsRecurrent ? OfCell(pair.Layer, tensor) : OfLayer(tensor))))
            .Where(kernel => kernel.Operands.Count > 0)
            .ToDictionary(kernel => kernel.Name, kernel => kernel.Operands, StringComparer.Ordinal);
    }

    private static IReadOnlyList<KernelOperand> OfHead(NetworkTensor tensor) =>
        tensor.Shape is [int rows, int columns] ? [new KernelOperand(rows, FloatOperands.OfHead(columns))] : [];

    private static IReadOnlyList<KernelOperand> OfLayer(NetworkTensor tensor) => tensor.Shape is [int rows, _] ? [Input(rows)] : [];

    private static IReadOnlyList<KernelOperand> OfCell(NetworkLayer layer, NetworkTensor tensor)
    {
        if (tensor.Shape is not [int rows, _])
        {
            return [];
        }

        string prefix = tensor.Name.StartsWith("fw/", StringComparison.Ordinal) ? "fw/"
            : tensor.Name.StartsWith("bw/", StringComparison.Ordinal) ? "bw/" : "";
        string name = tensor.Name[prefix.Length..];
        int inputs = layer.Reads.Sum(read => read.Columns);
        if (layer.Equations is null)
        {
            return name switch
            {
                "candidate/input_projection/kernel" => [Input(rows)],
                "candidate/hidden_projection/kernel" or "projection/kernel" => [new KernelOperand(rows)],
                _ => [Input(inputs), new KernelOperand(rows - inputs)],
            };
        }

        IReadOnlyList<string> operands = CellEquations.Read(layer.Equations).Statements.OfType<CellStatement.Product>()
            .First(product => product.Kernel == name).Operands;

        // Values that are neither input nor state have the units of the cell, all the same.
        int others = operands.Count(operand => Width(operand) is null), known = operands.Sum(operand => Width(operand) ?? 0);
        return
        [
            .. operands.Select(operand => operand == CellEquations.Input
                ? Input(inputs) : new KernelOperand(Width(operand) ?? ((rows - known) / others))),
        ];

        int? Width(string operand) => operand == CellEquations.Input ? inputs
            : layer.States.FirstOrDefault(state => state.Name == prefix + operand.TrimEnd('\''))?.Units;
    }

    private static KernelOperand Input(int width) => new(width, FloatOperands.OfLayer(isInput: true, width));
}
