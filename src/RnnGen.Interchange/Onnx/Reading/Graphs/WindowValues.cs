using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>The steps that an operator along the steps sees.</summary>
internal sealed record WindowShape(int Taps, int Dilation, TimePadding Padding);

/// <summary>Columns with steps put before the first one and behind the last one, all of one number.</summary>
internal sealed record PaddedValue(Element[] Operand, long First, long Last, float Fill) : GraphValue(Operand.Length)
{
    public override System.Collections.Generic.IEnumerable<Element> Reads => Operand;

    /// <summary>What all columns are of; null where they are of anything else too.</summary>
    public static PaddedValue? Under(GraphReader graph, Element[] columns) =>
        columns.Length > 0 && !columns[0].IsConstant && columns.All(column => !column.IsConstant && column.Value == columns[0].Value)
            ? graph.Values[columns[0].Value] as PaddedValue
            : null;
}

/// <summary>A convolution along the steps, kernel [taps, channels, units].</summary>
internal sealed record ConvolvedValue(Element[] Operand, WindowShape Window, float[] Kernel, int Units, float[]? Bias) : GraphValue(Units)
{
    public override System.Collections.Generic.IEnumerable<Element> Reads => Operand;
}

/// <summary>The largest value or the mean of each column over a window of steps.</summary>
internal sealed record WindowPooledValue(Element[] Operand, WindowShape Window, bool IsMax) : GraphValue(Operand.Length)
{
    public override System.Collections.Generic.IEnumerable<Element> Reads => Operand;
}
