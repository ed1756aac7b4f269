using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

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
    public bool IsEveryStep { get; init; }

    /// <summary>Whether anything stands between the top layer and the outputs.</summary>
    public bool IsEmpty => Reduction is null && Stages.Count == 0;

    /// <summary>Whether a step alone has an output: what pools the steps needs all of them.</summary>
    public bool Streams => Reduction is null or { Kind: SequenceReduction.Last };

    /// <summary>The buffer that its dense layers read in a step, or that is its outputs.</summary>
    public BufferRef Source =>
        Reduction?.Source.Buffer ?? (Dense.Count > 0 ? Dense[0].Operands[0].Source.Buffer : Output.Place.Buffer);

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
internal sealed record PassPlan(string Method, BufferRef SourceBuffer, BufferRef TargetBuffer, SizeRef UnitsSize, bool Accumulate)
{
    /// <summary>Whether there is one at every step; otherwise one a row.</summary>
    public bool IsEveryStep { get; init; }
}

/// <summary>The outputs of the network, where their gradients are, and how many there are.</summary>
internal sealed record OutputPlan(Access Place, BufferRef? GradientBuffer, int Units, SizeRef UnitsSize);
