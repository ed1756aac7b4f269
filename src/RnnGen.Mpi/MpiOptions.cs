using System;

namespace RnnGen.Mpi;

/// <summary>How the ranks of a group deal with each other.</summary>
public sealed record MpiOptions
{
    /// <summary>
    /// How long a rank waits for the others in one call before it ends the whole job, with a message that names those which have not come.
    /// Ten minutes, unless told otherwise.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}
