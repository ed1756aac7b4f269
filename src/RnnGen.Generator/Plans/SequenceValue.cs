namespace RnnGen.Generator.Plans;

/// <summary>A value of every step that other layers or the caller read.</summary>
/// <param name="Access">Where it is.</param>
/// <param name="Gradient">The buffer where its gradient from above is collected; empty when nobody reads the value step by step.</param>
/// <param name="Need">When that gradient is needed.</param>
/// <param name="Width">Numbers of a row.</param>
/// <param name="WidthName">The constant that holds <paramref name="Width"/>.</param>
/// <param name="StrideName">The constant that holds the same, padded.</param>
internal sealed record SequenceValue(Access Access, string Gradient, GradientNeed Need, int Width, string WidthName, string StrideName);
