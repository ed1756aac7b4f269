namespace RnnGen.Generator.Plans;

/// <summary>A named constant of the generated code.</summary>
internal sealed record SizePlan(SizeRef Size, int Value, string Summary);
