using System;

namespace RnnGen;

/// <summary>The parameters in the order in which generated code reads them: a copy of one version, for one vector width.</summary>
public abstract class PackedParameters
{
    /// <summary>The version that was packed, or -1.</summary>
    public long Version { get; set; } = -1;

    /// <summary>The vector width that it was packed for, in bits.</summary>
    public int ForBits { get; set; }

    /// <summary>Packs all parameters for <see cref="ForBits"/>.</summary>
    /// <param name="parameters">The flat parameters.</param>
    public abstract void Pack(ReadOnlySpan<float> parameters);
}
