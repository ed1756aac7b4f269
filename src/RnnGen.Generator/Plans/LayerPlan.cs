using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>One recurrent layer: its states and its stages in the order of a forward step.</summary>
internal sealed record LayerPlan(
    string Name,
    string Title,
    EquatableArray<SequenceValue> Inputs,
    EquatableArray<SizePlan> Sizes,
    EquatableArray<StatePlan> States,
    EquatableArray<VectorPlan> Vectors,
    EquatableArray<MaskPlan> Masks,
    EquatableArray<StagePlan> Stages,
    SequenceValue Output)
{
    /// <summary>Whether it runs once a sequence, on one vector a row.</summary>
    public bool IsVector { get; init; }

    /// <summary>The steps that its input has side by side; null where it is that of one step.</summary>
    public WindowSpec? Window { get; init; }

    /// <summary>Its stages that have weights.</summary>
    public IEnumerable<StagePlan.Matrix> Products => Stages.OfType<StagePlan.Matrix>();

    /// <summary>Its learned states before the first step.</summary>
    public IEnumerable<VectorPlan> Initials => States.Select(state => state.Initial).OfType<VectorPlan>();

    /// <summary>Whether the way back has gradients of parameters to sum.</summary>
    public bool HasParameters => Products.Any() || Vectors.Count > 0 || States.Any(state => state.Initial is not null);

    /// <summary>The state that is the output too, or null for an output of its own.</summary>
    public StatePlan? OutputState => States.FirstOrDefault(state => state.Buffer == Output.Access.Buffer);
}

/// <summary>A mask of dropout: its buffer, and the share that is dropped.</summary>
internal sealed record MaskPlan(BufferRef Buffer, int Units, float Rate, bool OncePerSequence);

/// <summary>Learned values of a layer, one for each unit: their buffer in the packed weights, and that of their gradient's terms.</summary>
internal sealed record VectorPlan(BufferRef Buffer, BufferRef GradientBuffer, int Units, SizeRef UnitsSize, ParameterPlan Parameter)
{
    /// <summary>Whether there is one number, which stands at every unit.</summary>
    public bool IsScalar => Parameter.Count < Units;

    /// <summary>Whether it is read once a sequence; otherwise at every step.</summary>
    public bool IsOnceASequence { get; init; }
}

/// <summary>One state of a layer: where its steps are kept, where its gradient travels, and its place in a row's flat state.</summary>
internal sealed record StatePlan(
    string Name, string TraceName, BufferRef Buffer, BufferRef GradientBuffer, int Units, SizeRef UnitsSize, int Offset)
{
    /// <summary>What documentation says of it.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The learned state before the first step, whose gradient is that of the state there; null for zero.</summary>
    public VectorPlan? Initial { get; init; }
}

/// <summary>What whoever watches a network sees after each step of a layer.</summary>
/// <param name="Stem">The layer's name in generated code.</param>
/// <param name="Name">What readers call the layer.</param>
/// <param name="Values">What a batch has in memory: first what every pass keeps, then what only one with a history keeps.</param>
/// <param name="Passing">How many of them every pass keeps.</param>
/// <param name="OfRow">What a row of a batch has in memory that runs alone.</param>
/// <param name="States">What the flat state of one row has.</param>
internal sealed record WatchPlan(
    string Stem,
    string Name,
    EquatableArray<WatchedValue> Values,
    int Passing,
    EquatableArray<WatchedValue> OfRow,
    EquatableArray<WatchedState> States);

/// <summary>A value in a buffer of the workspace.</summary>
/// <param name="Name">Its name in the layer's equations.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="Slot">The slot after a step.</param>
/// <param name="Units">Floats of one row.</param>
internal sealed record WatchedValue(string Name, BufferRef Buffer, Slot Slot, int Units);

/// <summary>A state in the flat state of one row.</summary>
/// <param name="Name">Its name in the layer's equations.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Units">Its floats.</param>
internal sealed record WatchedState(string Name, int Offset, int Units);
