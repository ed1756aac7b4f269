using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>From a sequence to one vector for each row.</summary>
/// <param name="Kind">Which reduction.</param>
/// <param name="Method">The method that does it.</param>
/// <param name="Units">Length of the vector.</param>
/// <param name="UnitsSize">Constant that holds the units.</param>
/// <param name="Source">The outputs of the steps; unused for the last step.</param>
/// <param name="SourceGradientBuffer">Their gradients; unused for the last step.</param>
/// <param name="Merge">How the last steps of two directions become one.</param>
/// <param name="Parts">Where the last step is read from; empty for other reductions.</param>
/// <param name="TargetBuffer">The vector.</param>
internal sealed record ReductionPlan(
    SequenceReduction Kind,
    string Method,
    int Units,
    SizeRef UnitsSize,
    Access Source,
    BufferRef? SourceGradientBuffer,
    LayerMerge Merge,
    EquatableArray<LastPartPlan> Parts,
    BufferRef TargetBuffer)
{
    /// <summary>Whether gradients are added to those of heads before this one; otherwise they are the first.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The stages that give each step its score, in forward order; empty unless an attention weights the steps.</summary>
    public EquatableArray<StagePlan> Scores { get; init; }

    /// <summary>Where the scores are, and then the weights made of them; null without scores.</summary>
    public AttentionPlan? Attention { get; init; }
}

/// <summary>The buffers of an attention.</summary>
/// <param name="WeightsBuffer">Scores, replaced by the weights; a weight stands in each lane of a vector.</param>
/// <param name="ScoreGradientBuffer">Gradients of the scores.</param>
/// <param name="TermsBuffer">Scratch for the terms of one such gradient.</param>
internal sealed record AttentionPlan(BufferRef WeightsBuffer, BufferRef ScoreGradientBuffer, BufferRef TermsBuffer);

/// <summary>
/// One source of the last valid step, and its first column in the target: a state, or a value that is gathered at each row's own length.
/// </summary>
internal sealed record LastPartPlan(bool IsState, BufferRef Buffer, BufferRef GradientBuffer, int Units, SizeRef UnitsSize, int Column);
