using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Plans;

/// <summary>How one row runs alone: a step of a stream, and a sequence of its own.</summary>
/// <param name="Items">The layers, and what moves values between them, in order.</param>
/// <param name="Head">The dense layers of the heads.</param>
/// <param name="ScratchFloats">Floats that a step needs besides the state.</param>
/// <param name="IsOnStack">Whether these, or a copy of the input, fit the stack.</param>
/// <param name="MaxVectorBits">Widest vectors: 256 bits where a normalised layer would read half a vector past its states.</param>
/// <param name="Interleaves">
/// Whether a sequence runs step by step through all layers, each a step behind the one below, so that the latencies of their chains
/// overlap: a static network of small layers. Otherwise layer by layer, the products of the inputs
/// of many steps taken in one.
/// </param>
internal sealed record RowPlan(
    EquatableArray<RowItemPlan> Items,
    EquatableArray<RowHeadPlan> Head,
    int ScratchFloats,
    bool IsOnStack,
    int MaxVectorBits,
    bool Interleaves)
{
    /// <summary>Rows up to which a batch runs row by row: fewer than the smallest register tile has.</summary>
    public const int MaxRows = 3;

    /// <summary>Steps whose input products are taken at once.</summary>
    public const int ProjectedSteps = 64;

    /// <summary>
    /// Bytes of weights in one stage of a step that are worth a thread of their own, which the others then wait for at each step.
    /// </summary>
    public const int ThreadBytes = 64 * 1024;

    /// <summary>Floats of the sums of a block whose layers run staggered, behind the scratch of a step; 0 where they do not.</summary>
    public int SumsFloats { get; init; }

    /// <summary>
    /// Whether in a block of steps each layer is a step behind the one below, so that the latencies of their chains overlap. The sums over
    /// the inputs of a layer are then taken before the one below goes on.
    /// </summary>
    public bool Staggers => SumsFloats > 0;

    /// <summary>The layers.</summary>
    public IReadOnlyList<RowLayerPlan> Layers => [.. Items.OfType<RowItemPlan.Cell>().Select(item => item.Layer)];

    /// <summary>The layers that run at every step of a sequence.</summary>
    public IEnumerable<RowLayerPlan> StepLayers => Layers.Where(layer => !layer.Layer.IsVector);

    /// <summary>All stages, in order.</summary>
    public IEnumerable<RowStagePlan> Stages => Layers.SelectMany(layer => layer.Stages).Concat(Head.Select(head => head.Stage));

    /// <summary>Whether some stage goes through its weights forth and back.</summary>
    public bool Sweeps => Stages.Any(stage => stage.Sweeps);

    /// <summary>Whether threads share the work of some layer in a sequence.</summary>
    public bool IsShared => StepLayers.Any(layer => layer.IsShared);

    /// <summary>Threads that the widest stage is worth.</summary>
    public int MostThreads => (int)(StepLayers
        .SelectMany(layer => layer.Stages.SelectMany(stage => new[]
        {
            layer.SharesSteps ? stage.StepwiseBytes : 0, layer.IsShared ? stage.ProjectedBytes : 0,
        }))
        .Max() / ThreadBytes);
}

/// <summary>What happens to one row.</summary>
internal abstract record RowItemPlan
{
    private RowItemPlan()
    {
    }

    /// <summary>Whether it works on vectors that are there before the first step.</summary>
    public bool IsOfInputs { get; init; }

    /// <summary>A layer.</summary>
    internal sealed record Cell(RowLayerPlan Layer) : RowItemPlan;

    /// <summary>Values beside each other, for a step in scratch.</summary>
    internal sealed record Join(SequencePlan.Join Plan, int ScratchOffset) : RowItemPlan;

    /// <summary>The steps of a window side by side, for a step in scratch; those before it are in the state.</summary>
    internal sealed record Window(SequencePlan.Window Plan, int ScratchOffset) : RowItemPlan;

    /// <summary>
    /// What a step need not move: the last step so far is this step, and the inputs of a sequence are there at every step of it.
    /// </summary>
    internal sealed record Alias(SequencePlan Plan, BufferRef Source, BufferRef Target) : RowItemPlan;
}

/// <summary>One layer: its fused stages, and where a step keeps each value.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Stages">Its fused stages.</param>
/// <param name="Places">Where a step keeps each value.</param>
/// <param name="Output">Where it keeps the output.</param>
internal sealed record RowLayerPlan(
    LayerPlan Layer, EquatableArray<RowStagePlan> Stages, EquatableArray<RowPlacePlan> Places, RowPlacePlan Output)
{
    /// <summary>
    /// Whether what comes next reads the output in the caller's state: the next layer uses the scratch anew. The top layer's is read in
    /// scratch if it is there, padded.
    /// </summary>
    public bool HandsUpState { get; init; }

    /// <summary>Whether a sequence's threads share the columns of each step, and wait for each other after each stage.</summary>
    public bool SharesSteps => Stages.Any(stage => stage.IsShared);

    /// <summary>Whether they share the products of the inputs of many steps, if not more.</summary>
    public bool IsShared { get; init; }

    /// <summary>
    /// Floats past the output that are zeroed after the stages, which may have spoilt them: a dot product reads whole sets of lanes.
    /// </summary>
    public int ClearedAfter { get; init; }
}

/// <summary>A dense layer of a head, and where a step keeps its result in scratch; -1 for the caller's output itself.</summary>
internal sealed record RowHeadPlan(RowStagePlan Stage, int ScratchOffset, string? Head = null)
{
    /// <summary>Floats past the result that are zeroed: a dot product reads whole sets of lanes, and the stack need not be zero.</summary>
    public int ClearedFloats { get; init; }
}

/// <summary>Where a step keeps a value of a layer.</summary>
/// <param name="Buffer">The buffer that holds the value in a batch.</param>
/// <param name="Units">Number of values.</param>
/// <param name="UnitsSize">The constant that holds it.</param>
/// <param name="StateOffset">Its place in the caller's state, or -1.</param>
/// <param name="ScratchOffset">Its place in scratch, or -1 for a state that is used where it is.</param>
/// <param name="BeforeOffset">
/// Where the value before the step is kept in scratch, because it is read after the state has changed; or -1.
/// </param>
/// <param name="ChangedByTiles">
/// Largest number of vectors for which the stage that changes the state is a single tile, so that nothing need be kept; 0 when it must.
/// </param>
internal sealed record RowPlacePlan(
    BufferRef Buffer, int Units, SizeRef UnitsSize, int StateOffset, int ScratchOffset, int BeforeOffset, int ChangedByTiles)
{
    /// <summary>Whether it is a copy of an input of the layer, which is read in whole vectors and needs room to its right.</summary>
    public bool IsInput { get; init; }

    /// <summary>Floats past the values that are zeroed before the stages, since whole vectors are read.</summary>
    public int ClearedFloats { get; init; }

    /// <summary>Floats past the values, up to whole vectors.</summary>
    public int Padding => Sizes.Padded(Units) - Units;
}
