using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>A network that was read from a file, and how the file's inputs and outputs stand to those of its class.</summary>
/// <param name="Network">The network.</param>
public sealed record ImportedNetwork(Network Network)
{
    /// <summary>The inputs of the original; empty of files that say nothing about it.</summary>
    public IReadOnlyList<SourceTensor> Inputs { get; init; } = [];

    /// <summary>The outputs of the original.</summary>
    public IReadOnlyList<SourceTensor> Outputs { get; init; } = [];

    /// <summary>What the reader did and a user should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Paths of the files beside the original that were read too.</summary>
    internal IReadOnlyCollection<string> FurtherFiles { get; init; } = [];
}

/// <summary>What an input or an output of an original is for the class.</summary>
public enum SourceRole
{
    /// <summary>Floats of every step; of outputs those of a head.</summary>
    Values,

    /// <summary>Floats of the whole sequence.</summary>
    SequenceValues,

    /// <summary>Tokens of every step.</summary>
    Tokens,

    /// <summary>Numbers of valid steps, one a row.</summary>
    Lengths,

    /// <summary>States before the first step; of outputs those after the last.</summary>
    States,
}

/// <summary>What an axis of a tensor of an original runs over.</summary>
public enum SourceAxis
{
    /// <summary>Rows of the batch.</summary>
    Batch,

    /// <summary>Steps.</summary>
    Time,

    /// <summary>Features, directions, layers, or an axis of one element.</summary>
    Columns,
}

/// <summary>An input or an output of an original network.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Role">What it is.</param>
/// <param name="Axes">Its axes; those of <see cref="SourceAxis.Columns"/> are flat, row-major, in <paramref name="Columns"/>.</param>
/// <param name="Extents">The extent of each axis of columns; of others 0, which is any.</param>
/// <param name="Columns">
/// The column of the class for each element of the axes of columns: of a step, of an output of the head, or of the state of one row; -1 of
/// an element that the network does not read.
/// </param>
public sealed record SourceTensor(
    string Name, SourceRole Role, IReadOnlyList<SourceAxis> Axes, IReadOnlyList<int> Extents, IReadOnlyList<int> Columns)
{
    /// <summary>Of an output the index of its head.</summary>
    public int Head { get; init; }

    /// <summary>Of an output what the original does to the head's numbers: <c>Softmax</c> or <c>LogSoftmax</c> over the columns.</summary>
    public string? Function { get; init; }
}

/// <summary>Numbers with a shape: what goes into an original network, or comes out of it.</summary>
/// <param name="Shape">The extents.</param>
/// <param name="Values">The elements, row-major.</param>
public sealed record SourceValue(IReadOnlyList<int> Shape, float[] Values);
