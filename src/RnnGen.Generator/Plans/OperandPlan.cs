namespace RnnGen.Generator.Plans;

/// <summary>One operand of a matrix stage, and what becomes of its gradient.</summary>
internal sealed record OperandPlan(
    string Name,
    Access Source,
    int Width,
    SizeRef WidthSize,
    int KernelRow,
    int TileRow,
    bool IsState,
    GradientTarget Gradient)
{
    /// <summary>Whether it is zero before the first step where no initial states are given, so that its product can be left out.</summary>
    public bool MayBeZero { get; init; }

    /// <summary>
    /// Whether it stays in floats beside others that are rounded to eight bits: few inputs, whose products cost no more than the rounding.
    /// </summary>
    public bool IsFew { get; init; }
}

/// <summary>Where a gradient goes, whether it is added to what is there, and when it is needed at all.</summary>
internal sealed record GradientTarget(Access Access, bool Accumulate, GradientNeed Need);

/// <summary>When a gradient is needed.</summary>
internal enum GradientNeed
{
    Always,

    /// <summary>Only when the caller asked for gradients of the inputs.</summary>
    WhenInputsWanted,

    /// <summary>Only when the caller asked for gradients of the inputs of whole sequences.</summary>
    WhenSequenceInputsWanted,

    /// <summary>Only when the caller asked for gradients of the inputs, or of the initial states.</summary>
    WhenInputsOrStatesWanted,

    /// <summary>At the first step only when the gradient of the initial state is wanted.</summary>
    UnlessZeroState,
}
