using System;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>What a dense layer can compute: x·Kernel + Bias, whichever operators say so.</summary>
internal sealed record LinearForm(Element[] Operand, Matrix Kernel, float[]? Bias)
{
    /// <summary>The name of the node of the product.</summary>
    public string Label { get; init; } = "";

    /// <summary>The form of a value, or <see langword="null"/>.</summary>
    public static LinearForm? Of(GraphReader graph, int value, int depth = 0) => depth > 32 ? null : graph.Values[value] switch
    {
        LinearValue linear => new LinearForm(linear.Operand, linear.Kernel, linear.Bias) { Label = linear.Label },
        BinaryValue binary => OfBinary(graph, binary, depth),
        UnaryValue { Function: "Neg" } negation when new ElementViews(graph).Whole(negation.Operand) is int operand =>
            Of(graph, operand, depth + 1)?.Scaled([.. negation.Operand.Select(_ => -1f)]),
        _ => null,
    };

    /// <summary>Each output times a factor.</summary>
    public LinearForm Scaled(float[] factors) => this with
    {
        Kernel = Kernel with { Values = [.. Kernel.Values.Select((value, index) => value * factors[index % Kernel.Columns])] },
        Bias = Bias is null ? null : [.. Bias.Select((value, column) => value * factors[column])],
    };

    /// <summary>The same without the constants among the columns, of a padding for instance: they go into the bias.</summary>
    public LinearForm WithoutConstants()
    {
        if (!Operand.Any(column => column.IsConstant))
        {
            return this;
        }

        float[] sum = Bias is null ? new float[Kernel.Columns] : [.. Bias];
        for (int row = 0; row < Operand.Length; row++)
        {
            for (int column = 0; Operand[row].IsConstant && column < sum.Length; column++)
            {
                sum[column] += Operand[row].Constant * Kernel[row, column];
            }
        }

        int[] kept = [.. Enumerable.Range(0, Operand.Length).Where(row => !Operand[row].IsConstant)];
        float[] values = [.. kept.SelectMany(row => Kernel.Values.AsSpan(row * Kernel.Columns, Kernel.Columns).ToArray())];
        return this with
        {
            Operand = [.. kept.Select(row => Operand[row])],
            Kernel = new Matrix(kept.Length, Kernel.Columns, values),
            Bias = Bias is null && sum.All(value => value == 0) ? null : sum,
        };
    }

    private static LinearForm? OfBinary(GraphReader graph, BinaryValue binary, int depth)
    {
        ElementViews views = new(graph);
        float[]? first = ElementViews.Constants(binary.First), second = ElementViews.Constants(binary.Second);
        LinearForm? Form(Element[] columns) => views.Whole(columns) is int value ? Of(graph, value, depth + 1) : null;
        return (binary.Function, first, second) switch
        {
            ("Add", null, not null) => Form(binary.First)?.Plus(second),
            ("Add", not null, null) => Form(binary.Second)?.Plus(first),
            ("Sub", null, not null) => Form(binary.First)?.Plus([.. second.Select(value => -value)]),
            ("Sub", not null, null) => Form(binary.Second)?.Scaled([.. first.Select(_ => -1f)]).Plus(first),
            ("Mul", null, not null) => Form(binary.First)?.Scaled(second),
            ("Mul", not null, null) => Form(binary.Second)?.Scaled(first),
            ("Div", null, not null) => Form(binary.First)?.Scaled([.. second.Select(value => 1 / value)]),
            ("Add", null, null) => Both(graph, Form(binary.First), Form(binary.Second)),
            _ => null,
        };
    }

    /// <summary>Two products as one of both operands, where all are of steps or all are vectors.</summary>
    private static LinearForm? Both(GraphReader graph, LinearForm? first, LinearForm? second)
    {
        if (first is null || second is null || graph.HasSteps(first.Operand) != graph.HasSteps(second.Operand))
        {
            return null;
        }

        Matrix kernel = Matrix.Above(first.Kernel, second.Kernel);
        return new LinearForm([.. first.Operand, .. second.Operand], kernel, first.Bias) { Label = first.Label }.Plus(second.Bias);
    }

    private LinearForm Plus(float[]? bias) => bias is null ? this
        : this with { Bias = Bias is null ? bias : [.. Bias.Zip(bias, (a, b) => a + b)] };
}
