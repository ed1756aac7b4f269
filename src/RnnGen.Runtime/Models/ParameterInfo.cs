using System.Collections.Generic;

namespace RnnGen;

/// <summary>One parameter tensor in the flat parameter buffer.</summary>
/// <param name="Name">Name such as <c>lstm0/kernel</c>, unique in the model.</param>
/// <param name="Shape">Shape, row-major; TensorFlow 1's for the same layer.</param>
/// <param name="Offset">First element in the flat buffer.</param>
/// <param name="Initializer">How a new model fills it.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, int Offset, ParameterInitializer Initializer)
{
    /// <summary>Blocks that are filled in another way, over <see cref="Initializer"/> and in this order; empty unless given.</summary>
    public IReadOnlyList<InitializerRegion> Regions { get; init; } = [];

    /// <summary>
    /// Of the kernel of a product z = [a, b, ...]·W + bias its operands a, b, ..., whose rows follow one another in it; empty of other
    /// parameters, and of a class that an earlier package generated.
    /// </summary>
    public IReadOnlyList<KernelOperand> Operands { get; init; } = [];

    /// <summary>Number of elements.</summary>
    public int Count { get; } = CountOf(Shape);

    /// <summary>Columns of the tensor as a matrix: its last extent; a vector is one row, a scalar one element.</summary>
    internal int Columns => Shape.Count == 0 ? 1 : Shape[^1];

    private static int CountOf(IReadOnlyList<int> shape)
    {
        int count = 1;
        foreach (int extent in shape)
        {
            count = checked(count * extent);
        }

        return count;
    }
}

/// <summary>The rows of a kernel that one operand of the product multiplies: the inputs of a layer, for instance, or its state.</summary>
/// <param name="Rows">How many.</param>
/// <param name="StaysFloat">Whether models with weights of eight bits (<see cref="WeightStorage.Int8"/>) keep them in floats.</param>
public sealed record KernelOperand(int Rows, bool StaysFloat = false);
