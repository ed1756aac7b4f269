using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Specification;

namespace RnnGen.CodeFixes.Common;

/// <summary>Which losses can follow the layers of a head.</summary>
internal static class Losses
{
    /// <summary>Names of losses as attributes, the likeliest first; none where there is one already.</summary>
    /// <param name="site">The class.</param>
    /// <param name="head">The attributes of the head.</param>
    public static IEnumerable<string> LossesFor(this Site site, IReadOnlyList<AttributeSyntax> head)
    {
        if (head.Any(attribute => IsLoss(site.KindOf(attribute))) || site.LastLayer(head) is not AttributeSyntax last)
        {
            return [];
        }

        bool isDense = site.KindOf(last) == "Dense" && site.Value(last, "Activation") is null or 0;
        int units = isDense && last.ArgumentList?.Arguments.FirstOrDefault()?.Expression is ExpressionSyntax expression
            && site.Constant(expression) is int number ? number : 0;
        List<string> losses = [nameof(LossKind.MeanSquaredError), nameof(LossKind.MeanAbsoluteError), nameof(LossKind.Huber)];
        if (units > 0)
        {
            losses.Insert(units > 1 ? 0 : 1, nameof(LossKind.BinaryCrossEntropy));
        }

        if (units > 1)
        {
            losses.Insert(0, nameof(LossKind.SoftmaxCrossEntropy));
        }

        if (units > 0 && units % 2 == 0)
        {
            losses.Add(nameof(LossKind.GaussianNegativeLogLikelihood));
        }

        if (units > 1 && site.Value(last, "EveryStep") is true)
        {
            losses.Add(nameof(LossKind.ConnectionistTemporalClassification));
        }

        return losses;
    }

    /// <summary>What a loss stands below: the last attribute that is a layer, or the head itself.</summary>
    public static AttributeSyntax? LastLayer(this Site site, IReadOnlyList<AttributeSyntax> head) =>
        head.LastOrDefault(attribute => site.KindOf(attribute) is not (null or "RnnModel" or "Input" or "Weights"));

    /// <summary>Whether an attribute of this name is a loss.</summary>
    public static bool IsLoss(string? kind) => kind is not null && Enum.IsDefined(typeof(LossKind), kind);
}
