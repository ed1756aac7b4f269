namespace RnnGen.Generator.Plans;

/// <summary>A value of every step that other layers or the caller read.</summary>
/// <param name="Access">Where it is.</param>
/// <param name="GradientBuffer">Where its gradient from above is collected; null when nobody reads the value step by step.</param>
/// <param name="Need">When that gradient is needed.</param>
/// <param name="Width">Numbers of a row.</param>
/// <param name="WidthSize">The constant that holds <paramref name="Width"/>.</param>
internal sealed record SequenceValue(Access Access, BufferRef? GradientBuffer, GradientNeed Need, int Width, SizeRef WidthSize)
{
    /// <summary>The name of the gradient's buffer; empty without one.</summary>
    public string Gradient => GradientBuffer?.Name ?? "";

    /// <summary>The constant that holds <see cref="Width"/>.</summary>
    public string WidthName => WidthSize.Text;

    /// <summary>The constant that holds the same, padded.</summary>
    public string StrideName => Access.Buffer.Stride.Text;
}
