using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>An RNN: h' = g(z).</summary>
internal static class RnnPattern
{
    /// <summary>
    /// The weights and what the cell reads; <see langword="null"/> of another cell, or of one that does not read its state.
    /// </summary>
    public static (CellWeights Weights, Element[] Inputs)? Match(GraphReader graph, StateCandidate hidden) =>
        new ElementViews(graph).Activated(hidden.Next) is (Activation function, Element[] z)
            && GatePattern.Match(graph, [z], hidden.Before) is (Gate[] gates, Element[] inputs)
            && GatePattern.Match(graph, z)!.Reads.Intersect(hidden.Before).Any()
            ? (new RnnWeights(gates[0]) { Activation = function }, inputs)
            : null;
}
