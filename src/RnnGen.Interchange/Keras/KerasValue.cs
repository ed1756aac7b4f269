using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>What a Keras layer gives, in terms of the network.</summary>
/// <param name="Reads">The columns, of one value or of several beside each other.</param>
/// <param name="HasSteps">Whether Keras' tensor is [batch, steps, features]; otherwise it is [batch, features].</param>
internal sealed record KerasValue(IReadOnlyList<NetworkRead> Reads, bool HasSteps)
{
    /// <summary>Whether the value read here has steps, of which Keras' tensor is the last state: <c>return_sequences=False</c>.</summary>
    public bool IsLastState { get; init; }

    /// <summary>Whether Keras' steps stand in reversed order: <c>go_backwards</c> with <c>return_sequences</c>.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether Keras' tensor is the softmax of this.</summary>
    public bool IsSoftmax { get; init; }

    /// <summary>Features.</summary>
    public int Width => Reads.Sum(read => read.Columns);
}
