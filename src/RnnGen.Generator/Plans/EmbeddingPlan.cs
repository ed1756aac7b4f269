namespace RnnGen.Generator.Plans;

/// <summary>Where the table of an embedding is, and which token learns nothing, if any.</summary>
internal sealed record EmbeddingPlan(ParameterPlan Table, int? PaddingToken);
