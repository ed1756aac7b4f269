namespace RnnGen.Generator.Plans;

/// <summary>A named constant of the generated code.</summary>
internal sealed record SizePlan(string Name, int Value, string Summary);
