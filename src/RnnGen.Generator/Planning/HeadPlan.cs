using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>What follows the recurrent layers.</summary>
/// <param name="Reduction">From the steps of a row to one vector; null where every step has an output.</param>
/// <param name="Stages">Dense layers in forward order: a matrix stage each, then a pointwise stage where there is an activation.</param>
/// <param name="Output">The outputs.</param>
/// <param name="Loss">The loss, if any.</param>
internal sealed record HeadPlan(ReductionPlan? Reduction, EquatableArray<StagePlan> Stages, OutputPlan Output, LossPlan? Loss)
{
    /// <summary>Its name; null of the only head of a model whose outputs have no names.</summary>
    public string? Name { get; init; }

    /// <summary>What names in generated code begin with; empty without a name.</summary>
    public string Stem => Name is null ? "" : Casing.Pascal(Name);

    /// <summary>The factor of the loss.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>The way back of a named head whose outputs are those of the top layer; null of other heads.</summary>
    public PassPlan? Pass { get; init; }

    /// <summary>Whether there is anything to do on the way back.</summary>
    public bool HasBackward => !IsEmpty || Pass is not null;

    /// <summary>The products of the dense layers.</summary>
    public IReadOnlyList<StagePlan.Matrix> Dense => [.. Stages.OfType<StagePlan.Matrix>()];

    /// <summary>All products: those of the scores of an attention, then those of the dense layers.</summary>
    public IReadOnlyList<StagePlan.Matrix> Products => [.. AllStages.OfType<StagePlan.Matrix>()];

    /// <summary>All stages but the reduction, in forward order.</summary>
    public IEnumerable<StagePlan> AllStages => [.. Reduction?.Scores ?? default, .. Stages];

    /// <summary>Whether every step has an output.</summary>
    public bool IsEveryStep => Reduction is null;

    /// <summary>Whether anything stands between the top layer and the outputs.</summary>
    public bool IsEmpty => Reduction is null && Stages.Count == 0;

    /// <summary>Whether a step alone has an output: what pools the steps needs all of them.</summary>
    public bool Streams => Reduction is null or { Kind: SequenceReduction.Last };

    /// <summary>The dense layers, each with its activation.</summary>
    public IEnumerable<(StagePlan.Matrix Product, StagePlan.Pointwise? Activation)> Layers
    {
        get
        {
            for (int index = 0; index < Stages.Count; index++)
            {
                if (Stages[index] is StagePlan.Matrix product)
                {
                    yield return (product, index + 1 < Stages.Count ? Stages[index + 1] as StagePlan.Pointwise : null);
                }
            }
        }
    }
}

/// <summary>Gradients of a head's outputs, which are the top layer's, on their way there.</summary>
internal sealed record PassPlan(string Method, string Source, string Target, string UnitsName, bool Accumulate);

/// <summary>The outputs of the network, where their gradients are, and how many there are.</summary>
internal sealed record OutputPlan(Access Place, string GradientField, int Units, string UnitsName, string StrideName);

/// <summary>From a sequence to one vector for each row.</summary>
/// <param name="Kind">Which reduction.</param>
/// <param name="Method">The method that does it.</param>
/// <param name="Units">Length of the vector.</param>
/// <param name="UnitsName">Constant that holds the units.</param>
/// <param name="Source">The outputs of the steps; unused for the last step.</param>
/// <param name="SourceGradient">Their gradients; unused for the last step.</param>
/// <param name="Merge">How the last steps of two directions become one.</param>
/// <param name="Parts">Where the last step is read from; empty for other reductions.</param>
/// <param name="Target">The vector.</param>
/// <param name="TargetGradient">Its gradient.</param>
internal sealed record ReductionPlan(
    SequenceReduction Kind,
    string Method,
    int Units,
    string UnitsName,
    Access Source,
    string SourceGradient,
    LayerMerge Merge,
    EquatableArray<LastPartPlan> Parts,
    string Target,
    string TargetGradient)
{
    /// <summary>Whether gradients are added to those of heads before this one; otherwise they are the first.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The stages that give each step its score, in forward order; empty unless an attention weights the steps.</summary>
    public EquatableArray<StagePlan> Scores { get; init; }

    /// <summary>Where the scores are, and then the weights made of them; null without scores.</summary>
    public AttentionPlan? Attention { get; init; }
}

/// <summary>The buffers of an attention.</summary>
/// <param name="Weights">Scores, replaced by the weights; a weight stands in each lane of a vector.</param>
/// <param name="ScoreGradient">Gradients of the scores.</param>
/// <param name="Terms">Scratch for the terms of one such gradient.</param>
internal sealed record AttentionPlan(string Weights, string ScoreGradient, string Terms);

/// <summary>The loss over the outputs, one target for each row or for each valid step.</summary>
/// <param name="Spec">Which loss, and its options.</param>
/// <param name="Method">The method that computes it and its gradient.</param>
/// <param name="Output">The outputs, and where their gradients go.</param>
/// <param name="TargetUnits">Values of one target.</param>
/// <param name="IsEveryStep">Whether every step has a target.</param>
internal sealed record LossPlan(LossSpec Spec, string Method, OutputPlan Output, int TargetUnits, bool IsEveryStep)
{
    /// <summary>What names in generated code begin with.</summary>
    public string Stem { get; init; } = "";

    /// <summary>The factor of the loss.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>Floats of scratch for a row.</summary>
    public int ScratchFloats => Sizes.Padded(TargetUnits) * (Spec.Kind == LossKind.GaussianNegativeLogLikelihood ? 2 : 1);
}
