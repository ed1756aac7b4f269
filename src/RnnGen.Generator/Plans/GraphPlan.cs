using RnnGen.Generator.Common;

namespace RnnGen.Generator.Plans;

/// <summary>One value of the network as its description tells it: what gives it, and what that reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What gives it, as one writes it: <c>Lstm(8)</c>; empty of outputs without a loss.</param>
/// <param name="Role">What it is for the model.</param>
/// <param name="Size">Numbers of one step, or of one row; 0 of tokens.</param>
/// <param name="HasSteps">Whether there is one for every step.</param>
/// <param name="Parameters">Number of parameters.</param>
internal sealed record GraphNodePlan(string Name, string Kind, GraphRole Role, int Size, bool HasSteps, long Parameters)
{
    /// <summary>Its options, as one writes them.</summary>
    public EquatableArray<string> Options { get; init; }

    /// <summary>What it reads, in the order of the columns.</summary>
    public EquatableArray<GraphReadPlan> Reads { get; init; }

    /// <summary>What its equations read beside that, in the order in which they declare it.</summary>
    public EquatableArray<GraphReadPlan> StepInputs { get; init; }

    /// <summary>Number of the node whose final states it starts from; null of one that starts from none.</summary>
    public int? InitialState { get; init; }

    /// <summary>The head that it belongs to; null of what stands above all heads.</summary>
    public string? Head { get; init; }

    /// <summary>Whether no attribute stands for it.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>The equations of a recurrent layer as text, a statement a line; null of others.</summary>
    public string? Equations { get; init; }

    /// <summary>Whether their author is the user.</summary>
    public bool IsOwnCell { get; init; }
}

/// <summary>A range of columns of a node.</summary>
/// <param name="Node">Its number.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="Columns">Number of columns; 0 of tokens.</param>
internal sealed record GraphReadPlan(int Node, int FirstColumn, int Columns);

/// <summary>What a node is for the model; the names of the runtime's LayerRole.</summary>
internal enum GraphRole
{
    Input,
    Layer,
    Output,
}
