using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>An LSTM: h' = σ(o)·g(c'), c' = σ(f)·c + σ(i)·g(j); a product without bias may follow h'.</summary>
internal static class LstmPattern
{
    /// <summary>The weights and what the cell reads; <see langword="null"/> of another cell.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="hidden">h.</param>
    /// <param name="cell">c.</param>
    public static (LstmWeights Weights, Element[] Inputs)? Match(GraphReader graph, StateCandidate hidden, StateCandidate cell)
    {
        ElementViews views = new(graph);
        LinearValue? projection = views.Whole(hidden.Next) is int value ? graph.Values[value] as LinearValue : null;
        Element[] product = projection is { Bias: null } ? projection.Operand : hidden.Next;
        foreach ((Element[] gate, Element[] shown) in views.Binary(product, "Mul"))
        {
            if (views.Unary(gate, "Sigmoid") is not Element[] zo || views.Activated(shown) is not (Activation function, Element[] next)
                || !next.SequenceEqual(cell.Next))
            {
                continue;
            }

            Element[]? Activated(Element[] columns) =>
                views.Activated(columns) is (Activation other, Element[] operand) && other == function ? operand : null;

            foreach ((Element[] kept, Element[] added) in views.Binary(cell.Next, "Add"))
            {
                if (views.Gated(kept, each => each.SequenceEqual(cell.Before) ? each : null) is not (Element[] zf, _)
                    || views.Gated(added, Activated) is not (Element[] zi, Element[] zj))
                {
                    continue;
                }

                if (GatePattern.Match(graph, [zi, zj, zf, zo], hidden.Before) is (Gate[] gates, Element[] inputs))
                {
                    return (new LstmWeights(gates[0], gates[1], gates[2], gates[3])
                    {
                        Activation = function,
                        Projection = projection?.Kernel,
                    }, inputs);
                }
            }
        }

        return null;
    }
}
