using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>A value of the network in the file.</summary>
/// <param name="Value">[steps, batch, columns], or without steps [batch, columns]; written when asked for.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="HasSteps">Whether it has steps.</param>
internal sealed record OnnxValue(Func<string> Value, int Columns, bool HasSteps)
{
    /// <summary>Of steps each row's last valid one, [batch, columns].</summary>
    public Func<string>? Last { get; init; }

    /// <summary>Whether it is an input of whole sequences.</summary>
    public bool IsOfSequence { get; init; }
}

/// <summary>The values of a network by name, and ranges of their columns joined.</summary>
/// <param name="graph">The outer graph.</param>
/// <param name="extents">Its extents.</param>
internal sealed class ValueTable(OnnxGraph graph, OnnxExtents extents)
{
    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);

    /// <summary>Adds the value of an input or a layer.</summary>
    public void Add(string name, OnnxValue value) => _values.Add(name, value);

    /// <summary>
    /// Values column by column: of steps, where vectors are repeated, or of vectors, where of steps the last one is taken.
    /// </summary>
    public string Joined(string owner, IReadOnlyList<NetworkRead> reads, bool hasSteps)
    {
        string[] parts = [.. reads.Select(read => Part(owner, read, hasSteps))];
        return parts.Length == 1 ? parts[0] : graph.Node("Concat", owner, parts, OnnxAttributes.Of("axis", -1));
    }

    /// <summary>
    /// Values as one vector a row. Where several are joined and all have steps, or are inputs that every step sees,
    /// <paramref name="joinsSteps"/> says whether the last step is that of what is joined; otherwise it is that of each, which differs for
    /// layers that end with the first step.
    /// </summary>
    public string Vector(string owner, IReadOnlyList<NetworkRead> reads, bool joinsSteps)
    {
        bool isWhole = reads is [NetworkRead only] && only.Columns == _values[only.Value].Columns;
        return joinsSteps && !isWhole && reads.Any(read => _values[read.Value].HasSteps)
            && reads.All(read => _values[read.Value] is { HasSteps: true } or { IsOfSequence: true })
            ? LastSteps.Of(graph, extents, owner, Joined(owner, reads, hasSteps: true))
            : Joined(owner, reads, hasSteps: false);
    }

    /// <summary>A vector at every step.</summary>
    public string Repeated(string owner, string vector) => graph.Node(
        "Expand",
        owner,
        [
            graph.Node("Unsqueeze", owner, [vector, graph.Integers(0)]),
            graph.Node("Concat", owner, [extents.Steps, graph.Integers(1, 1)], OnnxAttributes.Of("axis", 0)),
        ]);

    private string Part(string owner, NetworkRead read, bool hasSteps)
    {
        OnnxValue value = _values[read.Value];
        string part = value.HasSteps && !hasSteps ? value.Last!() : value.Value();
        if (read.FirstColumn != 0 || read.Columns != value.Columns)
        {
            part = graph.Node(
                "Slice",
                owner,
                [part, graph.Integers(read.FirstColumn), graph.Integers(read.FirstColumn + read.Columns), graph.Integers(-1)]);
        }

        return hasSteps && !value.HasSteps ? Repeated(owner, part) : part;
    }
}
