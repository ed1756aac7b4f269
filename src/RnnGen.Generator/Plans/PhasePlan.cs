namespace RnnGen.Generator.Plans;

/// <summary>What all threads of a trainer do together before the next phase begins.</summary>
internal sealed record PhasePlan(string Name, PhaseKind Kind, LayerPlan? Layer = null, SequencePlan? Sequence = null);

/// <summary>The kinds of phases: rows are shared in all but packing and the weight gradients, where columns are.</summary>
internal enum PhaseKind
{
    Pack,
    Forward,
    Loss,
    Head,
    HeadWeights,
    Layer,
    LayerWeights,

    /// <summary>What stands between recurrent layers: rows are shared.</summary>
    Between,

    /// <summary>The gradient of an embedding's table: columns are shared.</summary>
    Embedding,
}
