using System.Collections.Generic;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>A value that the graph computes: a vector for each row and step, or for each row.</summary>
/// <param name="Width">Columns.</param>
internal abstract record GraphValue(int Width)
{
    /// <summary>The leading axes of the tensor that it was computed for.</summary>
    public IReadOnlyList<Axis> Leading { get; init; } = [];

    /// <summary>The node of the file that computes it, for messages.</summary>
    public string Node { get; init; } = "";

    /// <summary>The node's name in the file, empty where it has none.</summary>
    public string Label { get; init; } = "";

    /// <summary>All columns that it is computed from.</summary>
    public virtual IEnumerable<Element> Reads => [];
}

/// <summary>An input of the graph.</summary>
internal sealed record InputValue(string Name, int Width) : GraphValue(Width);

/// <summary>A state of a loop before the step.</summary>
internal sealed record LoopStateValue(int Width) : GraphValue(Width);

/// <summary>x·Kernel + Bias.</summary>
internal sealed record LinearValue(Element[] Operand, Matrix Kernel, float[]? Bias) : GraphValue(Kernel.Columns)
{
    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>A function of each column.</summary>
/// <param name="Function">The operator's name.</param>
/// <param name="Operand">The columns.</param>
/// <param name="Alpha">Its first number, where it has any.</param>
/// <param name="Beta">Its second number.</param>
internal sealed record UnaryValue(string Function, Element[] Operand, double Alpha = 0, double Beta = 0) : GraphValue(Operand.Length)
{
    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>
/// Two columns at a time: Add, Sub, Mul, Div, Pow, Max, Min; Greater and GreaterOrEqual, which choices alone read.
/// </summary>
internal sealed record BinaryValue(string Function, Element[] First, Element[] Second) : GraphValue(First.Length)
{
    public override IEnumerable<Element> Reads
    {
        get
        {
            foreach (Element element in First)
            {
                yield return element;
            }

            foreach (Element element in Second)
            {
                yield return element;
            }
        }
    }
}

/// <summary>Column by column one of two, where Left is greater than Right (or equal) and where it is not.</summary>
internal sealed record ChoiceValue(bool OrEqual, Element[] Left, Element[] Right, Element[] Then, Element[] Otherwise)
    : GraphValue(Left.Length)
{
    public override IEnumerable<Element> Reads => [.. Left, .. Right, .. Then, .. Otherwise];
}

/// <summary>The mean of some columns, one number.</summary>
internal sealed record MeanValue(Element[] Operand) : GraphValue(1)
{
    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>Columns normalised over themselves: gain·(x - mean)/√(variance + epsilon) + shift.</summary>
internal sealed record NormalizedValue(Element[] Operand, float[] Gain, float[] Shift, double Epsilon) : GraphValue(Operand.Length)
{
    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>The steps as one vector: the last, the mean, the largest.</summary>
internal sealed record PooledValue(Pooling Pooling, Element[] Operand) : GraphValue(Operand.Length)
{
    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>The rows of a table that tokens name.</summary>
internal sealed record EmbeddedValue(string Input, Matrix Table) : GraphValue(Table.Columns);

/// <summary>The outputs of a recurrent layer, those of two directions beside each other.</summary>
/// <param name="Operand">Its input.</param>
/// <param name="Cells">The weights of each direction.</param>
/// <param name="Direction">In which order it reads steps.</param>
internal sealed record RecurrentValue(Element[] Operand, IReadOnlyList<CellWeights> Cells, Direction Direction)
    : GraphValue(Cells.Count * Cells[0].OutputSize)
{
    /// <summary>The states before the first step, in the order of the layer's states; <see langword="null"/> of zeros.</summary>
    public IReadOnlyList<Element[]?> Initial { get; init; } = [];

    public override IEnumerable<Element> Reads => Operand;
}

/// <summary>A state of a recurrent layer after the last step.</summary>
/// <param name="Recurrent">Index of the layer's value.</param>
/// <param name="State">Which of its states.</param>
/// <param name="Width">Units.</param>
internal sealed record FinalStateValue(int Recurrent, int State, int Width) : GraphValue(Width)
{
    public override IEnumerable<Element> Reads => [new Element(Recurrent, 0, 0)];
}
