namespace RnnGen.Generator.Plans;

/// <summary>One buffer of the workspace: blocks of padded units; <paramref name="Trace"/> names it for readers.</summary>
internal sealed record BufferPlan(BufferRef Buffer, BufferRole Role, int Units, int Blocks, string Summary, string? Trace = null)
{
    /// <summary>The name of the buffer.</summary>
    public string Field => Buffer.Name;

    /// <summary>The constant that holds <see cref="Stride"/>.</summary>
    public string StrideName => Buffer.Stride.Text;

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
