using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

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
    EquatableArray<SizePlan> SizeConstants,
    EquatableArray<UnrollChunk> Chunks,
    EquatableArray<PhasePlan> Phases,
    RowPlan? Row,
    long MultiplyAddsPerStep,
    long MultiplyAddsPerSequence)
{
    /// <summary>The table that tokens are looked up in; null for a model that reads floats.</summary>
    public EmbeddingPlan? Embedding { get; init; }

    /// <summary>Whether some layer has learned its states before the first step.</summary>
    public bool LearnsInitialStates => Layers.Any(layer => layer.States.Any(state => state.Initial is not null));

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

/// <summary>One tensor of the flat parameter buffer; <paramref name="UniformLimit"/> 0 means that all elements start as <paramref name="Start"/>.</summary>
internal sealed record ParameterPlan(string Name, EquatableArray<int> Shape, long Offset, double UniformLimit, double Start)
{
    /// <summary>How it starts instead; null where limit and start count.</summary>
    public InitializerPlan? Initializer { get; init; }

    /// <summary>Blocks that start in another way.</summary>
    public EquatableArray<RegionPlan> Regions { get; init; }

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int extent in Shape)
            {
                count *= extent;
            }

            return count;
        }
    }
}

/// <summary>Where the table of an embedding is, and which token learns nothing, if any.</summary>
internal sealed record EmbeddingPlan(ParameterPlan Table, int? PaddingToken);

/// <summary>A named constant of the generated code.</summary>
internal sealed record SizePlan(string Name, int Value, string Summary);

/// <summary>One recurrent layer: its states and its stages in the order of a forward step.</summary>
internal sealed record LayerPlan(
    string Name,
    string Title,
    SequenceValue Input,
    EquatableArray<SizePlan> Sizes,
    EquatableArray<StatePlan> States,
    EquatableArray<VectorPlan> Vectors,
    EquatableArray<MaskPlan> Masks,
    EquatableArray<StagePlan> Stages,
    SequenceValue Output)
{
    /// <summary>Features of one step of the input.</summary>
    public int InputWidth => Input.Width;

    /// <summary>The state that is the output too, or null for an output of its own.</summary>
    public StatePlan? OutputState => States.FirstOrDefault(state => state.Field == Output.Access.Field);
}

/// <summary>A value of every step that other layers or the caller read.</summary>
/// <param name="Access">Where it is.</param>
/// <param name="Gradient">The buffer where its gradient from above is collected; empty when nobody reads the value step by step.</param>
/// <param name="Need">When that gradient is needed.</param>
/// <param name="Width">Numbers of a row.</param>
/// <param name="WidthName">The constant that holds <paramref name="Width"/>.</param>
/// <param name="StrideName">The constant that holds the same, padded.</param>
internal sealed record SequenceValue(Access Access, string Gradient, GradientNeed Need, int Width, string WidthName, string StrideName);

/// <summary>A mask of dropout: its buffer, and the share that is dropped.</summary>
internal sealed record MaskPlan(string Field, int Units, float Rate, bool OncePerSequence);

/// <summary>Learned values of a layer, one for each unit: their buffer in the packed weights, and the buffer of their gradient's terms.</summary>
internal sealed record VectorPlan(string Field, string GradientField, int Units, string UnitsName, string StrideName, ParameterPlan Parameter);

/// <summary>One state of a layer: where its steps are kept, where its gradient travels, and its place in a row's flat state.</summary>
internal sealed record StatePlan(string Name, string TraceName, string Field, string GradientField, int Units, string UnitsName, int Offset)
{
    /// <summary>The learned state before the first step, whose gradient is that of the state there; null for zero.</summary>
    public VectorPlan? Initial { get; init; }

    /// <summary>The last part of the parameter's name.</summary>
    public static string InitialName(string state) => $"initial_{state}";
}

/// <summary>Steps of a static network that one generated method holds; a repeated chunk takes its first step as an argument.</summary>
internal sealed record UnrollChunk(int First, int Count, int Repeats);

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

/// <summary>One source of the last valid step, and its first column in the target: a state, or a value that is gathered at each row's own length.</summary>
internal sealed record LastPartPlan(bool IsState, string Field, string GradientField, int Units, string UnitsName, int Column);

/// <summary>Which slot of a buffer a stage reads or writes.</summary>
internal enum Slot
{
    /// <summary>The only slot.</summary>
    Single,

    /// <summary>The slot of this step; of a state: its value before the step.</summary>
    Step,

    /// <summary>The slot after this step's: a state's value after the step.</summary>
    Next,

    /// <summary>No slot of an activation: learned values in the packed weights.</summary>
    Parameter,

    /// <summary>The slot of this step of a mask of dropout; 1 everywhere but in training.</summary>
    Mask,
}

/// <summary>A place in a buffer: a row of a slot, from a column on.</summary>
internal sealed record Access(string Field, Slot Slot, int Column = 0);

/// <summary>What a buffer is for, which says how many slots it has in training and in prediction.</summary>
internal enum BufferRole
{
    /// <summary>The network's inputs, one slot a step.</summary>
    Input,

    /// <summary>A state that only the next step reads.</summary>
    State,

    /// <summary>A state that the next layer or the caller reads too: every step is kept, in prediction too.</summary>
    OutputState,

    /// <summary>A value of each step, no state, that the next layer or the caller reads: every step is kept, in prediction too.</summary>
    Output,

    /// <summary>A value that the backward pass reads again: kept in training only.</summary>
    Saved,

    /// <summary>A value that a later stage of the same step reads, and the backward pass.</summary>
    Operand,

    /// <summary>Used and forgotten within a step, or once a sequence.</summary>
    Scratch,

    /// <summary>A mask of dropout for each step.</summary>
    Mask,

    /// <summary>A mask of dropout for all steps.</summary>
    SequenceMask,

    /// <summary>Gradient of a matrix product, or a term of a vector's gradient: kept for the weight gradients.</summary>
    ProductGradient,

    /// <summary>Gradient of a state, handed from step to step in two slots.</summary>
    StateGradient,

    /// <summary>Gradient of a layer's output from above, one slot a step.</summary>
    OutputGradient,

    /// <summary>Gradient that lives within a step, or once a sequence.</summary>
    ScratchGradient,
}

/// <summary>One buffer of the workspace: blocks of padded units; <paramref name="Trace"/> names it for readers.</summary>
internal sealed record BufferPlan(string Field, BufferRole Role, int Units, int Blocks, string StrideName, string Summary, string? Trace = null)
{
    /// <summary>Floats from row to row.</summary>
    public int Stride => Blocks * Sizes.Padded(Units);
}

/// <summary>The constants of the design.</summary>
internal static class Sizes
{
    /// <summary>Units are padded to whole vectors of the widest width, so that no tail needs scalar code.</summary>
    public const int LaneMultiple = 16;

    /// <summary>Inner length of one chain of multiply-adds: a panel of it fits the first-level cache, and rounding stays small.</summary>
    public const int Block = 192;

    /// <summary>Rows of the largest register tile; tile-interleaved copies are padded to it.</summary>
    public const int TileRows = 8;

    /// <summary>Columns of the widest panel.</summary>
    public const int PanelColumns = 32;

    /// <summary>Steps that one method of the unrolled schedule holds.</summary>
    public const int StepsPerChunk = 8;

    /// <summary>
    /// Step blocks (steps times layers) up to which every step is written out: the stages of four layers of odd sizes take most of the
    /// 400 KB that one model's source may have.
    /// </summary>
    public static int UnrollBudget(int layers) => layers <= 3 ? 400 : 160;

    /// <summary>Whether every step of a static network is written out: within the budget, or too short for a chunk that repeats.</summary>
    public static bool IsWrittenOut(int steps, int layers) => (long)steps * layers <= UnrollBudget(layers) || steps < 3 * StepsPerChunk;

    public static int Padded(int units) => (units + LaneMultiple - 1) / LaneMultiple * LaneMultiple;

    public static int Padded8(int units) => (units + 7) / 8 * 8;

    public static int PaddedToTile(int rows) => (rows + TileRows - 1) / TileRows * TileRows;
}
