using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>The loss over the outputs, one target for each row or for each valid step.</summary>
/// <param name="Spec">Which loss, and its options.</param>
/// <param name="Method">The method that computes it and its gradient.</param>
/// <param name="Output">The outputs, and where their gradients go.</param>
/// <param name="TargetUnits">Values of one target.</param>
/// <param name="IsEveryStep">Whether every step has a target.</param>
internal sealed record LossPlan(LossSpec Spec, string Method, OutputPlan Output, int TargetUnits, bool IsEveryStep)
{
    /// <summary>What names in generated code begin with.</summary>
    public string Stem { get; init; } = "";

    /// <summary>The factor of the loss.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>
    /// Floats that hold the targets of a row, or of a step of it; 0 of sequences of labels, which are as long as the caller has made them.
    /// </summary>
    public int TargetFloats => Spec.IsOfSequences ? 0 : Sizes.Padded(TargetUnits);

    /// <summary>Floats of scratch for a row; what aligns labels with steps belongs to a thread.</summary>
    public int ScratchFloats => Spec.Kind == LossKind.GaussianNegativeLogLikelihood ? 2 * TargetFloats : TargetFloats;
}
