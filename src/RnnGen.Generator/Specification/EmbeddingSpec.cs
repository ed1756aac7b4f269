namespace RnnGen.Generator.Specification;

/// <summary>The embedding that stands before the recurrent layers.</summary>
/// <param name="Vocabulary">Number of tokens.</param>
/// <param name="Units">Features of a token.</param>
/// <param name="PaddingToken">The token that learns nothing, or null.</param>
/// <param name="Table">How the table starts; null where the model's preset counts.</param>
internal sealed record EmbeddingSpec(int Vocabulary, int Units, int? PaddingToken, InitializerSpec? Table)
{
    /// <summary>The name of its value, and the stem of its table's name.</summary>
    public string Name { get; init; } = "embedding";

    /// <summary>As one writes it.</summary>
    public string Text => System.FormattableString.Invariant($"[Embedding({Vocabulary}, {Units})]");
}
