using RnnGen.Generator.Common;

namespace RnnGen.Generator.Plans;

/// <summary>
/// One tensor of the flat parameter buffer; <paramref name="UniformLimit"/> 0 means that all elements start as <paramref name="Start"/>.
/// </summary>
internal sealed record ParameterPlan(string Name, EquatableArray<int> Shape, long Offset, double UniformLimit, double Start)
{
    /// <summary>How it starts instead; null where limit and start count.</summary>
    public InitializerPlan? Initializer { get; init; }

    /// <summary>Blocks that start in another way.</summary>
    public EquatableArray<RegionPlan> Regions { get; init; }

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
