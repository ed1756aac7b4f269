using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>A factor and a shift of each column by itself: x·Factors + Shifts.</summary>
internal sealed record ColumnFactors(Element[] Operand, float[] Factors, float[]? Shifts = null)
{
    /// <summary>An operator with one constant operand; <see langword="null"/> of another.</summary>
    public static ColumnFactors? Of(BinaryValue binary)
    {
        float[]? first = ElementViews.Constants(binary.First), second = ElementViews.Constants(binary.Second);
        float[] Repeated(float factor) => [.. Enumerable.Repeat(factor, binary.Width)];
        return (binary.Function, first, second) switch
        {
            ("Add", not null, null) => new ColumnFactors(binary.Second, Repeated(1), first),
            ("Add", null, not null) => new ColumnFactors(binary.First, Repeated(1), second),
            ("Sub", null, not null) => new ColumnFactors(binary.First, Repeated(1), [.. second.Select(number => -number)]),
            ("Sub", not null, null) => new ColumnFactors(binary.Second, Repeated(-1), first),
            ("Mul", not null, null) => new ColumnFactors(binary.Second, first),
            ("Mul", null, not null) => new ColumnFactors(binary.First, second),
            ("Div", null, not null) => new ColumnFactors(binary.First, [.. second.Select(number => 1 / number)]),
            _ => null,
        };
    }

    /// <summary>The same with a diagonal kernel.</summary>
    public LinearForm ToForm()
    {
        Matrix diagonal = Matrix.Zero(Operand.Length, Operand.Length);
        for (int column = 0; column < Operand.Length; column++)
        {
            diagonal.Values[(column * Operand.Length) + column] = Factors[column];
        }

        return new LinearForm(Operand, diagonal, Shifts);
    }
}
