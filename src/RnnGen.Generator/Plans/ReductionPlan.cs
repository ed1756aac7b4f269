using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>From a sequence to one vector for each row.</summary>
/// <param name="Kind">Which reduction.</param>
/// <param name="Method">The method that does it.</param>
/// <param name="Units">Length of the vector.</param>
/// <param name="UnitsName">Constant that holds the units.</param>
/// <param name="Source">The outputs of the steps; unused for the last step.</param>
/// <param name="SourceGradient">Their gradients; unused for the last step.</param>
/// <param name="Merge">How the last steps of two directions become one.</param>
/// <param name="Parts">Where the last step is read from; empty for other reductions.</param>
/// <param name="Target">The vector.</param>
/// <param name="TargetGradient">Its gradient.</param>
internal sealed record ReductionPlan(
    SequenceReduction Kind,
    string Method,
    int Units,
    string UnitsName,
    Access Source,
    string SourceGradient,
    LayerMerge Merge,
    EquatableArray<LastPartPlan> Parts,
    string Target,
    string TargetGradient)
{
    /// <summary>Whether gradients are added to those of heads before this one; otherwise they are the first.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The stages that give each step its score, in forward order; empty unless an attention weights the steps.</summary>
    public EquatableArray<StagePlan> Scores { get; init; }

    /// <summary>Where the scores are, and then the weights made of them; null without scores.</summary>
    public AttentionPlan? Attention { get; init; }
}

/// <summary>The buffers of an attention.</summary>
/// <param name="Weights">Scores, replaced by the weights; a weight stands in each lane of a vector.</param>
/// <param name="ScoreGradient">Gradients of the scores.</param>
/// <param name="Terms">Scratch for the terms of one such gradient.</param>
internal sealed record AttentionPlan(string Weights, string ScoreGradient, string Terms);

/// <summary>One source of the last valid step, and its first column in the target: a state, or a value that is gathered at each row's own length.</summary>
internal sealed record LastPartPlan(bool IsState, string Field, string GradientField, int Units, string UnitsName, int Column);
