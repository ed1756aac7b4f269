using RnnGen.Generator.Common;

namespace RnnGen.Generator.Plans;

/// <summary>One buffer of the workspace: blocks of padded units; <paramref name="Trace"/> names it for readers.</summary>
internal sealed record BufferPlan(BufferRef Buffer, BufferRole Role, int Units, int Blocks, string Summary, string? Trace = null)
{
    /// <summary>Floats from row to row.</summary>
    public int Stride => Blocks * Sizes.Padded(Units);
}

/// <summary>What a buffer is for, which says how many slots it has in training and in prediction.</summary>
internal enum BufferRole
{
    /// <summary>The network's inputs, one slot a step.</summary>
    Input,

    /// <summary>A state that only the next step reads.</summary>
    State,

    /// <summary>A state that the next layer or the caller reads too: every step is kept, in prediction too.</summary>
    OutputState,

    /// <summary>The steps before the first one of a window, replaced by those before the next one when the steps are done.</summary>
    Past,

    /// <summary>A value of each step, no state, that the next layer or the caller reads: every step is kept, in prediction too.</summary>
    Output,

    /// <summary>A value that the backward pass reads again: kept in training only.</summary>
    Saved,

    /// <summary>A value that a later stage of the same step reads, and the backward pass.</summary>
    Operand,

    /// <summary>Used and forgotten within a step, or once a sequence.</summary>
    Scratch,

    /// <summary>A mask of dropout for each step.</summary>
    Mask,

    /// <summary>A mask of dropout for all steps.</summary>
    SequenceMask,

    /// <summary>Gradient of a matrix product, or a term of a vector's gradient: kept for the weight gradients.</summary>
    ProductGradient,

    /// <summary>Gradient of a state, handed from step to step in two slots.</summary>
    StateGradient,

    /// <summary>Gradient of a layer's output from above, one slot a step.</summary>
    OutputGradient,

    /// <summary>Gradient that lives within a step, or once a sequence.</summary>
    ScratchGradient,
}

/// <summary>The memory of a pass: what a network's workspace has beside the inputs and their gradients, which every network has.</summary>
/// <param name="Forward">The buffers of the forward pass.</param>
/// <param name="Backward">Those that only training needs: gradients and masks of dropout.</param>
/// <param name="Traces">What a trace shows, in its order.</param>
/// <param name="FloatsPerStep">Floats of a row of each step that prediction keeps too.</param>
internal sealed record WorkspacePlan(
    EquatableArray<WorkspaceBufferPlan> Forward,
    EquatableArray<WorkspaceBufferPlan> Backward,
    EquatableArray<TracePlan> Traces,
    int FloatsPerStep);

/// <summary>A buffer of the workspace, and its slots for a batch.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="History">Slots of a pass whose steps are read again: by the way back or by a trace.</param>
/// <param name="Passing">Slots of any other pass; null where it does without the buffer.</param>
internal sealed record WorkspaceBufferPlan(BufferPlan Buffer, SlotCount History, SlotCount? Passing);

/// <summary>A number of slots: so many, and where <paramref name="EveryStep"/> one more for each step.</summary>
internal readonly record struct SlotCount(bool EveryStep, int Fixed);

/// <summary>A buffer that a trace shows.</summary>
/// <param name="Name">What readers call it.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="EveryStep">Whether it has a value of each step; otherwise one of the sequence.</param>
/// <param name="FirstSlot">The slot of the first step's value.</param>
/// <param name="IsState">Whether it is a state.</param>
internal sealed record TracePlan(string Name, BufferPlan Buffer, bool EveryStep, int FirstSlot, bool IsState);
