using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing.Attributes;

/// <summary>
/// Metadata names of the input language. Classes outside RnnGen may have any of these names, so <see cref="Is"/> asks the class what an
/// attribute is.
/// </summary>
internal static class AttributeNames
{
    public const string Namespace = "RnnGen";

    /// <summary>The assembly that declares the attributes.</summary>
    public const string Assembly = "RnnGen.Runtime";

    public const string Model = "RnnGen.RnnModelAttribute";

    /// <summary>The layer that reads tokens.</summary>
    public const string Embedding = "RnnGen.EmbeddingAttribute";

    /// <summary>An input with a name.</summary>
    public const string Input = "RnnGen.InputAttribute";

    /// <summary>The base of layers whose equations are text.</summary>
    public const string Cell = "RnnGen.RecurrentCellAttribute";

    /// <summary>Bases that layers and losses of the language have in common; what else derives from them means nothing.</summary>
    public static readonly string[] Bases =
    [
        "RnnGen.LayerAttribute", "RnnGen.RecurrentLayerAttribute", "RnnGen.WeightedLayerAttribute", "RnnGen.LossAttribute",
    ];

    /// <summary>The text.</summary>
    public const string Equations = "RnnGen.CellEquationsAttribute";

    /// <summary>A dense layer.</summary>
    public const string Dense = "RnnGen.DenseAttribute";

    /// <summary>What reduces the steps of a row.</summary>
    public const string Pooling = "RnnGen.PoolingAttribute";

    /// <summary>What opens a named head.</summary>
    public const string HeadAttribute = "RnnGen.HeadAttribute";

    /// <summary>What names the file of a new model's weights.</summary>
    public const string Weights = "RnnGen.WeightsAttribute";

    /// <summary>What limits the memory that a model needs.</summary>
    public const string Budget = "RnnGen.MemoryBudgetAttribute";

    private static readonly string[] Layers =
    [
        .. CellCatalogue.Kinds.Concat(Enum.GetNames(typeof(LayerRole))).Where(kind => kind != nameof(LayerRole.Recurrent))
            .Distinct().Select(kind => $"RnnGen.{kind}Attribute"),
    ];

    /// <summary>Attributes that mean something only beside <see cref="Model"/>.</summary>
    public static readonly string[] Parts =
    [
        Input,
        Embedding,
        .. Layers,
        HeadAttribute,
        "RnnGen.SoftmaxCrossEntropyAttribute",
        "RnnGen.BinaryCrossEntropyAttribute",
        "RnnGen.MeanSquaredErrorAttribute",
        "RnnGen.MeanAbsoluteErrorAttribute",
        "RnnGen.HuberAttribute",
        "RnnGen.GaussianNegativeLogLikelihoodAttribute",
        "RnnGen.ConnectionistTemporalClassificationAttribute",
    ];

    private static readonly ImmutableHashSet<string> PartNames = [.. Parts];
    private static readonly ImmutableHashSet<string> LayerNames = [.. Layers];

    /// <summary>Whether a class is the one that the language calls so, and no other of that name.</summary>
    public static bool Is(INamedTypeSymbol? type, string metadataName) => IsOurs(type) && MetadataName(type!) == metadataName;

    /// <summary>Whether a class is one of <see cref="Parts"/>.</summary>
    public static bool IsPart(INamedTypeSymbol? type) => IsOurs(type) && PartNames.Contains(MetadataName(type!));

    /// <summary>Whether a class is a layer of the language, pooling and dense layers among them.</summary>
    public static bool IsLayer(INamedTypeSymbol? type) => IsOurs(type) && LayerNames.Contains(MetadataName(type!));

    /// <summary>
    /// Whether a class belongs to the language: is declared, neither nested nor generic, in its namespace and its assembly.
    /// </summary>
    public static bool IsOurs(INamedTypeSymbol? type) => type is
    {
        ContainingType: null,
        Arity: 0,
        ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true },
        ContainingAssembly.Name: Assembly,
    };

    private static string MetadataName(INamedTypeSymbol type) => $"{Namespace}.{type.MetadataName}";
}
