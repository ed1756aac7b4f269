using RnnGen.Generator.Common;

namespace RnnGen.Generator.Plans;

/// <summary>
/// One tensor of the flat parameter buffer, whose elements start uniform in <paramref name="Start"/> ± <paramref name="UniformLimit"/>;
/// <paramref name="Shape"/> is that of the matrix that products read.
/// </summary>
internal sealed record ParameterPlan(string Name, EquatableArray<int> Shape, long Offset, double UniformLimit, double Start)
{
    /// <summary>How it starts instead; null where limit and start count.</summary>
    public InitializerPlan? Initializer { get; init; }

    /// <summary>Blocks that start in another way.</summary>
    public EquatableArray<RegionPlan> Regions { get; init; }

    /// <summary>Of a product's kernel its operands, whose rows follow one another; empty of other parameters.</summary>
    public EquatableArray<KernelOperandPlan> Operands { get; init; }

    /// <summary>Steps of the window of a convolution, the first dimension of its kernel; null of other parameters.</summary>
    public int? Taps { get; init; }

    /// <summary>Its shape as callers and files have it.</summary>
    public EquatableArray<int> Dimensions =>
        Taps is int taps ? new[] { taps, Shape[0] / taps, Shape[1] }.ToEquatable() : Shape;

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int extent in Shape)
            {
                count *= extent;
            }

            return count;
        }
    }
}

/// <summary>The rows of a kernel that one operand of the product multiplies.</summary>
/// <param name="Rows">How many.</param>
/// <param name="StaysFloat">Whether models of eight bits keep them in floats.</param>
internal sealed record KernelOperandPlan(int Rows, bool StaysFloat);
