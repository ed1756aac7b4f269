using System;
using System.Threading;

namespace RnnGen;

/// <summary>
/// Reads rows of an embedding's table where the parameters are: a table may be the largest part of a model, too large to copy for each
/// version. A version that changes while rows are read is noticed.
/// </summary>
public static class EmbeddingTable
{
    /// <summary>Copies the row of one token.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="version">The version that the other parameters were taken of.</param>
    /// <param name="offset">Offset of the table in the parameters.</param>
    /// <param name="token">The token, checked.</param>
    /// <param name="row">Receives the row, [units].</param>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    public static void CopyRow(ModelParameters parameters, long version, int offset, int token, Span<float> row)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Values.Slice(offset + (token * row.Length), row.Length).CopyTo(row);
        HasVersion(parameters, version);
    }

    /// <summary>Throws when the parameters that have been read are no longer those of a version.</summary>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    internal static void HasVersion(ModelParameters parameters, long version)
    {
        // The reads above come before the next one.
        Interlocked.MemoryBarrier();
        if (parameters.Version != version)
        {
            throw new InvalidOperationException($"The parameters of {parameters.Description.Name} changed while they were read.");
        }
    }
}
