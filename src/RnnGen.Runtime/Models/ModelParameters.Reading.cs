using System;
using System.Threading;

namespace RnnGen;

/// <content>
/// Reading of elements where they are, which generated code does where a copy of them for each version would be large, such as a table of
/// tokens: a version that changes meanwhile is noticed.
/// </content>
public sealed partial class ModelParameters
{
    /// <summary>Copies elements of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="offset">Offset of the first element.</param>
    /// <param name="target">Receives the elements.</param>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    public void CopyTo(long version, int offset, Span<float> target)
    {
        _values.Span.Slice(offset, target.Length).CopyTo(target);
        RequireVersion(version);
    }

    /// <summary>Throws when what has been read may be of another version.</summary>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    internal void RequireVersion(long version)
    {
        // The reads above come before the next one.
        Interlocked.MemoryBarrier();
        if (Version != version)
        {
            throw new InvalidOperationException($"The parameters of {Description.Name} changed while they were read.");
        }
    }
}
