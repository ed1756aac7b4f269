namespace RnnGen.Generator.Plans;

/// <summary>A buffer of the workspace, or of the packed weights.</summary>
/// <param name="Owner">The layer that it belongs to; empty without one.</param>
/// <param name="Stem">What it holds.</param>
/// <param name="Stride">Floats from row to row.</param>
internal sealed record BufferRef(string Owner, string Stem, SizeRef Stride)
{
    /// <summary>Whether it holds a value of an equation, which goes by that name alone within its layer.</summary>
    public bool IsValue { get; init; }

    /// <summary>Whether it holds gradients of what <see cref="Stem"/> names.</summary>
    public bool IsGradient { get; init; }

    /// <summary>The buffer of its gradients.</summary>
    public BufferRef Gradient => this with { IsGradient = true };
}
