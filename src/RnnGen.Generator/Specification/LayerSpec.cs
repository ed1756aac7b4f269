using System;
using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Specification;

/// <summary>One recurrent layer.</summary>
/// <param name="Kind">Short name of its attribute, such as Lstm.</param>
/// <param name="Units">Size of the hidden state.</param>
/// <param name="Arguments">The cell's options that are not at their defaults, by name.</param>
/// <param name="Direction">In which order it reads its steps.</param>
/// <param name="Merge">How the outputs of two directions become one.</param>
/// <param name="Residual">Whether the input is added to the output.</param>
/// <param name="Initializers">How its parameters start, where the layer says so.</param>
/// <param name="Equations">
/// The text of a cell that somebody else defined, in its canonical form; null for the cells of the catalogue.
/// </param>
/// <param name="Dropout">What is dropped in training, if anything.</param>
internal sealed record LayerSpec(
    string Kind,
    int Units,
    EquatableArray<LayerArgument> Arguments = default,
    LayerDirection Direction = LayerDirection.Forward,
    LayerMerge Merge = LayerMerge.Concatenate,
    bool Residual = false,
    LayerInitializers? Initializers = null,
    string? Equations = null,
    DropoutSpec? Dropout = null)
{
    /// <summary>The name of its value; null of a layer that is numbered.</summary>
    public string? Name { get; init; }

    /// <summary>The head that it belongs to; null of a layer that stands above all heads.</summary>
    public string? Head { get; init; }

    /// <summary>What it reads; empty where that is the whole value of the layer above, or all inputs of every step.</summary>
    public EquatableArray<ReadSpec> Reads { get; init; }

    /// <summary>Whether it gives one vector a row, and runs once a sequence; otherwise one for every step.</summary>
    public bool IsVector { get; init; }

    /// <summary>Index of the layer whose final states its own begin with; null of layers that begin with none.</summary>
    public int? InitialState { get; init; }

    /// <summary>What a pooling layer makes of the steps.</summary>
    public SequenceReduction Reduction { get; init; }

    /// <summary>Whether no attribute stands for it: it turns one kind of value into the other for a reader.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>What it does.</summary>
    public LayerRole Role => Equations is null && Enum.TryParse(Kind, out LayerRole role) ? role : LayerRole.Recurrent;

    /// <summary>Whether it has parameters, and a number in their names where it has no name.</summary>
    public bool HasParameters => Role is LayerRole.Recurrent or LayerRole.LayerNorm or LayerRole.Dense or LayerRole.Conv1D;

    /// <summary>Whether it is a cell, whose equations run step by step, or once a sequence; otherwise it moves values alone.</summary>
    public bool IsCell => Role is not (LayerRole.Concatenate or LayerRole.Repeat or LayerRole.Pooling);

    /// <summary>Whether its states before the first step are parameters.</summary>
    public bool LearnedInitialState { get; init; }

    /// <summary>A number, or null where none was given.</summary>
    public double? Number(string name) => Arguments.FirstOrDefault(argument => argument.Name == name)?.Value;

    /// <summary>A number, its default where none was given, or null where it has none.</summary>
    public double? Number(LayerOption option) => Number(option.Name) ?? option.Default;

    /// <summary>A switch.</summary>
    public bool Flag(LayerOption option) => Number(option) is not (null or 0);

    /// <summary>A function.</summary>
    public Activation Activation(LayerOption option) => (Activation)(Number(option) ?? 0);

    /// <summary>Whether it carries a state from step to step.</summary>
    public bool IsRecurrent => Role == LayerRole.Recurrent;

    /// <summary>Whether it sees other steps than the one at hand, so that it needs the steps of what it reads.</summary>
    public bool IsOverTime => IsRecurrent || Window is not null;

    /// <summary>The steps that a layer over time sees at each step; null of others.</summary>
    public WindowSpec? Window { get; init; }

    /// <summary>Numbers of one step's output in one direction, where its cell says that they are not its units.</summary>
    public int? OutputUnits { get; init; }

    /// <summary>Numbers of one step's output.</summary>
    public int OutputSize =>
        (OutputUnits ?? Units) * (Direction == LayerDirection.Bidirectional && Merge == LayerMerge.Concatenate ? 2 : 1);
}

/// <summary>
/// Shares of numbers that are dropped in training, of the input, the states and the output; anew for each step, or once a sequence.
/// </summary>
internal sealed record DropoutSpec(double Input, double State, double Output, bool OncePerSequence);

/// <summary>A named argument of a layer's attribute: a number; a switch as 0 or 1, a member of an enum as its number.</summary>
internal sealed record LayerArgument(string Name, double Value);

/// <summary>In which order a layer reads its steps; the names and numbers of the runtime's enum Direction.</summary>
internal enum LayerDirection
{
    Forward,
    Reverse,
    Bidirectional,
}

/// <summary>How the outputs of two directions become one; the names and numbers of the runtime's enum Merge.</summary>
internal enum LayerMerge
{
    Concatenate,
    Sum,
    Average,
    Product,
}
