using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>
/// Every decision about the generated code; the emitters only print it. <paramref name="Row"/> is null for a network that needs the whole
/// sequence before it can give a step: one that reads it backwards.
/// </summary>
internal sealed record ModelPlan(
    ModelSpec Spec,
    string SpecHash,
    EquatableArray<ParameterPlan> Parameters,
    EquatableArray<LayerPlan> Layers,
    EquatableArray<SequencePlan> Sequence,
    EquatableArray<HeadPlan> Heads,
    EquatableArray<BufferPlan> Buffers,
    WorkspacePlan Workspace,
    EquatableArray<SizePlan> SizeConstants,
    EquatableArray<UnrollChunk> Chunks,
    EquatableArray<PhasePlan> Phases,
    RowPlan? Row,
    long MultiplyAddsPerStep,
    long MultiplyAddsPerSequence)
{
    /// <summary>The network as its description tells it: values, each after those that it is made of.</summary>
    public EquatableArray<GraphNodePlan> Graph { get; init; }

    /// <summary>The table that tokens are looked up in; null for a model that reads floats.</summary>
    public EmbeddingPlan? Embedding { get; init; }

    /// <summary>
    /// Whether a few rows of a batch run alone, as a step does; rows in eight bits are a batch whatever their number.
    /// </summary>
    public bool RunsRows => Row is not null && Spec.Weights != WeightStorage.Int8;

    /// <summary>Whether a trainer packs its weights otherwise than a prediction.</summary>
    public bool PacksTwoWays => Spec is { Training: true, Weights: not WeightStorage.Float32 };

    /// <summary>What can be watched of the steps, layer by layer.</summary>
    public EquatableArray<WatchPlan> Watches { get; init; }

    /// <summary>Why no step has an output before all are there; null of a network that streams.</summary>
    public StreamObstacle? Obstacle { get; init; }

    /// <summary>All states, in the order of the layers.</summary>
    public EquatableArray<StatePlan> States { get; init; }

    /// <summary>Whether some layer has learned its states before the first step.</summary>
    public bool LearnsInitialStates => Layers.Any(layer => layer.States.Any(state => state.Initial is not null));

    /// <summary>All matrix stages, in forward order.</summary>
    public IEnumerable<StagePlan.Matrix> Matrices =>
        Layers.SelectMany(layer => layer.Stages.OfType<StagePlan.Matrix>()).Concat(Heads.SelectMany(head => head.Products));

    /// <summary>All learned vectors, in the order of the parameters.</summary>
    public IEnumerable<VectorPlan> Vectors => Layers.SelectMany(layer => layer.Vectors);

    /// <summary>All learned states before the first step, in layer order.</summary>
    public IEnumerable<VectorPlan> Initials => Layers.SelectMany(layer => layer.Initials);

    /// <summary>All masks of dropout, in layer order.</summary>
    public IEnumerable<MaskPlan> Masks => Layers.SelectMany(layer => layer.Masks);

    /// <summary>Features of one output row.</summary>
    public int OutputSize => Heads.Sum(head => head.Output.Units);

    /// <summary>The first head; the only one unless heads have names.</summary>
    public HeadPlan Head => Heads[0];

    /// <summary>Whether outputs belong to named heads.</summary>
    public bool HasNamedHeads => Head.Name is not null;

    /// <summary>The heads that have an output at every step of a stream.</summary>
    public IEnumerable<HeadPlan> Streaming => Heads.Where(head => head.Streams);

    /// <summary>Whether a step has an output.</summary>
    public bool Streams => Streaming.Any();

    /// <summary>The losses.</summary>
    public IEnumerable<LossPlan> Losses => Heads.Select(head => head.Loss).OfType<LossPlan>();
}

/// <summary>Why a network has no output before it has all steps of a sequence.</summary>
internal abstract record StreamObstacle
{
    /// <summary>A layer reads its steps from the last to the first.</summary>
    internal sealed record ReadsBackwards(string Layer) : StreamObstacle;

    /// <summary>A layer repeats what is made of all steps.</summary>
    internal sealed record Repeats(string Layer) : StreamObstacle;

    /// <summary>A layer sees steps that are yet to come.</summary>
    internal sealed record LooksAhead(string Layer, int Steps) : StreamObstacle;

    /// <summary>A layer begins with the final states of another.</summary>
    internal sealed record StartsAtTheEnd(string Layer, string Other) : StreamObstacle;

    /// <summary>A layer gives one vector of all steps.</summary>
    internal sealed record PoolsWithin(SequenceReduction Reduction, string Layer) : StreamObstacle;

    /// <summary>The outputs are made of all steps.</summary>
    internal sealed record Pools(SequenceReduction Reduction) : StreamObstacle;
}
