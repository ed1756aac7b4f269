namespace RnnGen.Generator.Plans;

/// <summary>A value of every step that other layers or the caller read.</summary>
/// <param name="Access">Where it is.</param>
/// <param name="GradientBuffer">Where its gradient from above is collected; null when nobody reads the value step by step.</param>
/// <param name="Need">When that gradient is needed.</param>
/// <param name="Width">Numbers of a row.</param>
/// <param name="WidthSize">The constant that holds <paramref name="Width"/>.</param>
internal sealed record SequenceValue(Access Access, BufferRef? GradientBuffer, GradientNeed Need, int Width, SizeRef WidthSize);
