using System.Collections.Generic;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>A value that layers and heads read.</summary>
/// <param name="Output">Where it is, step by step; of a vector, in the only slot.</param>
/// <param name="Top">
/// The cells whose final states are its last step: two of a bidirectional layer; none where it is taken from the value.
/// </param>
/// <param name="Merge">How the last steps of two directions become one.</param>
/// <param name="IsVector">Whether it is one vector a row.</param>
internal sealed record PlannedValue(SequenceValue Output, IReadOnlyList<LayerPlan> Top, LayerMerge Merge, bool IsVector)
{
    /// <summary>Whether it is a vector that is there before the first step: made of the inputs of a sequence alone.</summary>
    public bool IsOfInputs { get; init; }

    /// <summary>Whether a reader of the last step alone writes the gradients of all steps of the value.</summary>
    public bool LastWritesSteps => Top.Count == 0 || (Top.Count == 1 && Top[0].OutputState is null && Top[0].Output == Output);
}
