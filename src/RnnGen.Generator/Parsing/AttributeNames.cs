using System.Linq;
using RnnGen.Generator.Cells;

namespace RnnGen.Generator.Parsing;

/// <summary>Metadata names of the input language.</summary>
internal static class AttributeNames
{
    public const string Namespace = "RnnGen";
    public const string Model = "RnnGen.RnnModelAttribute";

    /// <summary>The layer that reads tokens.</summary>
    public const string Embedding = "RnnGen.EmbeddingAttribute";

    /// <summary>The base of layers whose equations are text.</summary>
    public const string Cell = "RnnGen.RecurrentCellAttribute";

    /// <summary>The text.</summary>
    public const string Equations = "RnnGen.CellEquationsAttribute";

    /// <summary>What opens a named head.</summary>
    public const string HeadAttribute = "RnnGen.HeadAttribute";

    /// <summary>Attributes that mean something only beside <see cref="Model"/>.</summary>
    public static readonly string[] Parts =
    [
        Embedding,
        .. CellCatalogue.Kinds.Select(kind => $"RnnGen.{kind}Attribute"),
        HeadAttribute,
        "RnnGen.PoolingAttribute",
        "RnnGen.DenseAttribute",
        "RnnGen.SoftmaxCrossEntropyAttribute",
        "RnnGen.BinaryCrossEntropyAttribute",
        "RnnGen.MeanSquaredErrorAttribute",
        "RnnGen.MeanAbsoluteErrorAttribute",
        "RnnGen.HuberAttribute",
        "RnnGen.GaussianNegativeLogLikelihoodAttribute",
    ];
}
