namespace RnnGen.Generator.Plans;

/// <summary>A buffer of the workspace, or of the packed weights.</summary>
/// <param name="Owner">The layer that it belongs to; empty without one.</param>
/// <param name="Stem">What it holds.</param>
/// <param name="Stride">Floats from row to row.</param>
internal sealed record BufferRef(string Owner, string Stem, SizeRef Stride)
{
    /// <summary>The inputs of every step: a buffer that every network has.</summary>
    public static readonly BufferRef Inputs = new("", "Inputs", SizeRef.Input.Padded);

    /// <summary>Their gradients, which are there only when they are wanted.</summary>
    public static readonly BufferRef InputGradients = Inputs with { Stem = "InputGradients" };

    /// <summary>The inputs of whole sequences.</summary>
    public static readonly BufferRef SequenceInputs = new("", "SequenceInputs", SizeRef.SequenceInput.Padded);

    /// <summary>Their gradients, which are there only when they are wanted.</summary>
    public static readonly BufferRef SequenceInputGradients = SequenceInputs with { Stem = "SequenceInputGradients" };

    /// <summary>Whether it holds a value of an equation, which goes by that name alone within its layer.</summary>
    public bool IsValue { get; init; }

    /// <summary>Whether it holds gradients of what <see cref="Stem"/> names.</summary>
    public bool IsGradient { get; init; }

    /// <summary>The buffer of its gradients.</summary>
    public BufferRef Gradient => this with { IsGradient = true };
}
