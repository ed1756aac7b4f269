using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Products with constant matrices: MatMul and Gemm.</summary>
internal static class Products
{
    public static void MatMul(OnnxNode node)
    {
        GraphTensor operand = node.Operand(0);
        node.Result(Apply(node, operand, MatrixOf(node.Constants(1)), null));
    }

    /// <summary>alpha·x·M + beta·C, the factors taken into the constants.</summary>
    public static void Gemm(OnnxNode node)
    {
        if (node.Integer("transA", 0) != 0)
        {
            throw new NotSupportedException("transA = 1: features run along the first axis");
        }

        Matrix kernel = MatrixOf(node.Constants(1));
        kernel = node.Integer("transB", 0) != 0 ? kernel.Transpose() : kernel;
        kernel = Scaled(kernel, node.Number("alpha", 1));
        float[]? bias = null;
        if (node.Has(2))
        {
            float[] constants = node.Constants(2).Constants!;
            float beta = node.Number("beta", 1);
            bias = constants.Length == kernel.Columns || constants.Length == 1
                ? [.. Enumerable.Range(0, kernel.Columns).Select(column => beta * constants[column % constants.Length])]
                : throw new InvalidDataException($"a bias of {constants.Length} for {kernel.Columns} columns");
        }

        node.Result(Apply(node, node.Operand(0), kernel, bias));
    }

    private static GraphTensor Apply(OnnxNode node, GraphTensor operand, Matrix kernel, float[]? bias)
    {
        if (operand.Rank == 0 || operand.Axes[^1].IsLeading || operand.Axes[^1].Size != kernel.Rows)
        {
            throw operand.Rank > 0 && operand.Axes[^1].IsLeading
                ? new NotSupportedException("a product along rows or steps")
                : new InvalidDataException($"a matrix of {kernel.Rows} rows for {(operand.Rank == 0 ? 0 : operand.Axes[^1].Size)} columns");
        }

        Element[] elements = operand.ToElements();
        Axis[] axes = [.. operand.Axes.Take(operand.Rank - 1), new Axis(kernel.Columns)];
        int groups = elements.Length / Math.Max(kernel.Rows, 1);
        if (groups == 1)
        {
            return Linear(node, elements, kernel, bias, axes);
        }

        // The same matrix on several groups of features, those of two directions for instance.
        node.Graph.Reserve((long)groups * kernel.Columns);
        Axis[] each = [.. axes.Where(axis => axis.IsLeading), new Axis(kernel.Columns)];
        return GraphTensor.OfElements(axes,
        [
            .. Enumerable.Range(0, groups).SelectMany(group =>
                Linear(node, elements[(group * kernel.Rows)..((group + 1) * kernel.Rows)], kernel, bias, each).Elements!),
        ]);
    }

    private static GraphTensor Linear(OnnxNode node, Element[] operand, Matrix kernel, float[]? bias, IReadOnlyList<Axis> axes) =>
        bias is not null && bias.Length != kernel.Columns
            ? throw new InvalidDataException($"a bias of {bias.Length} for {kernel.Columns} columns")
            : node.Value(new LinearValue(operand, kernel, bias), axes);

    private static Matrix MatrixOf(GraphTensor tensor) => tensor.Rank >= 2 && tensor.Axes.Take(tensor.Rank - 2).All(axis => axis.Size == 1)
        ? new Matrix(tensor.Axes[^2].Size, tensor.Axes[^1].Size, tensor.Constants!)
        : throw new NotSupportedException($"a product with a constant [{string.Join(", ", tensor.Sizes)}], which is no matrix");

    private static Matrix Scaled(Matrix matrix, float factor) =>
        factor == 1 ? matrix : matrix with { Values = [.. matrix.Values.Select(value => value * factor)] };
}
