namespace RnnGen.Tests.Packaging;

/// <summary>What the programs of <see cref="EmbeddingBuildTests"/> embed the weights of.</summary>
[RnnModel(InputSize = 2)]
[Gru(3)]
[Dense(2)]
public sealed partial class EmbeddedTagger;
