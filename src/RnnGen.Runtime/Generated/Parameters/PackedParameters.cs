using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>The parameters in the order in which generated code reads them: a copy of one version, for one vector width.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PackedParameters
{
    /// <summary>The version that was packed, or -1.</summary>
    public long Version { get; internal set; } = -1;

    /// <summary>The vector width that it was packed for, in bits.</summary>
    public int ForBits { get; internal set; }

    /// <summary>Packs all parameters for <see cref="ForBits"/>.</summary>
    /// <param name="parameters">The flat parameters.</param>
    public abstract void Pack(ReadOnlySpan<float> parameters);
}

/// <summary>The parameters in panels for the matrix kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PackedPanels : PackedParameters
{
    /// <inheritdoc/>
    public sealed override void Pack(ReadOnlySpan<float> parameters) => Pack(parameters, ForBits / 32, 0, 1);

    /// <summary>Packs a share of the panels for the forward pass.</summary>
    /// <param name="parameters">The flat parameters.</param>
    /// <param name="vectorWidth">Floats of a vector.</param>
    /// <param name="part">Which share.</param>
    /// <param name="parts">Number of shares.</param>
    public abstract void Pack(ReadOnlySpan<float> parameters, int vectorWidth, int part, int parts);

    /// <summary>Allocates the panels of the backward pass: only a trainer needs them.</summary>
    public virtual void AllocateTransposed()
    {
    }

    /// <summary>Packs a share of the panels for the backward pass.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{float}, int, int, int)"/>
    public virtual void PackTransposed(ReadOnlySpan<float> parameters, int vectorWidth, int part, int parts)
    {
    }
}

/// <summary>The parameters in the order in which a single row reads them.</summary>
/// <param name="mostBits">The width that the layers allow: tiles are no wider.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PackedRows(int mostBits) : PackedParameters
{
    /// <summary>The vector width of the tiles.</summary>
    public int VectorBits => Math.Min(ForBits, mostBits);
}
