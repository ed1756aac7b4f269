using System.Collections.Generic;

namespace RnnGen;

/// <summary>What a value of the network is for the model.</summary>
public enum LayerRole
{
    /// <summary>An input.</summary>
    Input,

    /// <summary>The value of a layer, of a head's own too.</summary>
    Layer,

    /// <summary>The outputs of a head, and what its loss reads.</summary>
    Output,
}

/// <summary>A value of the network: what gives it, its shape, and what that reads.</summary>
/// <param name="Name">
/// Its name: that of an input, a layer (<c>lstm0</c> unless it has one of its own) or a head; <c>output</c> where the head has none.
/// </param>
/// <param name="Kind">
/// What gives it, as one writes it without brackets: <c>Lstm(8)</c>; of outputs their loss, empty without one; of tokens which there are.
/// </param>
/// <param name="Role">What it is for the model.</param>
/// <param name="Size">Numbers of one step, or of one row; 0 of tokens, of which a step has one.</param>
/// <param name="HasSteps">Whether it has a step axis ([batch, steps, size]) or not ([batch, size]).</param>
/// <param name="ParameterCount">Number of the layer's parameters.</param>
public sealed record LayerInfo(string Name, string Kind, LayerRole Role, int Size, bool HasSteps, int ParameterCount)
{
    /// <summary>
    /// Options that are not at their defaults, as one writes them, members of enums without their enum: <c>Direction = Reverse</c>. How
    /// parameters start is not among them (<see cref="ParameterInfo.Initializer"/>).
    /// </summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What it reads, joined column by column in this order; of a sum or a product the operands. Empty of an input.</summary>
    public IReadOnlyList<LayerRead> Reads { get; init; } = [];

    /// <summary>
    /// What its equations read of a step beside that, in the order in which they declare it (<c>input elapsed</c>): one column for all
    /// units, or one for each.
    /// </summary>
    public IReadOnlyList<LayerRead> StepInputs { get; init; } = [];

    /// <summary>
    /// Index in <see cref="ModelDescription.Layers"/> of the layer whose final states are those before its first step;
    /// <see langword="null"/> of one that starts from none.
    /// </summary>
    public int? InitialState { get; init; }

    /// <summary>
    /// The name of the head that it belongs to; <see langword="null"/> of what stands above heads, or of a head without a name.
    /// </summary>
    public string? Head { get; init; }

    /// <summary>
    /// Whether no attribute stands for it: the last step of a value whose reader wants one vector a row, or a vector at every step.
    /// </summary>
    public bool IsImplicit { get; init; }

    /// <summary>
    /// The equations of a recurrent layer, a statement a line, in the language of <see cref="CellEquationsAttribute"/>;
    /// <see langword="null"/> of other layers, and of a class that an earlier package generated. They have all options of the cell:
    /// what a forget gate adds, peepholes, clips, a projection, activations, normalisation. Directions, a residual and learned initial
    /// states are around the cell, dropout is training's. Of a cell of one's own they are its text.
    /// </summary>
    /// <remarks>
    /// They are there to be read. Beyond the language a vector may have another name in files, <c>vector wf as w_f_diag</c>, and a
    /// product may have another width than the cell: that of its kernel divided by the number of values that it gives.
    /// </remarks>
    public string? Equations { get; init; }

    /// <summary>Whether it is a cell of one's own: a <see cref="RecurrentCellAttribute"/>, whatever its name.</summary>
    public bool IsOwnCell { get; init; }
}

/// <summary>A range of columns of a value that a layer reads.</summary>
/// <param name="Layer">Index of the value in <see cref="ModelDescription.Layers"/>; lower than the reader's.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="Columns">Number of columns; 0 of tokens.</param>
public sealed record LayerRead(int Layer, int FirstColumn, int Columns);
