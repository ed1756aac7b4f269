using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>Where the states before the first step come from: zeros, constants, the caller, or another layer's last ones.</summary>
internal static class StateOrigins
{
    /// <summary>The layer that gives them, and the cells with those that are constants.</summary>
    public static (string? Encoder, CellWeights[] Cells) Of(GraphReader graph, LayerBuilder layers, RecurrentValue recurrent)
    {
        CellWeights[] cells = [.. recurrent.Cells];
        int each = cells[0].States.Count;
        Element[]?[] states = [.. recurrent.Initial.Select(state => state is null ? null : (Element[]?)[.. state.Select(graph.Resolve)])];
        if (Encoder(graph, states) is int encoder)
        {
            return (layers.Recurrent(encoder), cells);
        }

        for (int index = 0; index < states.Length; index++)
        {
            if (states[index] is not Element[] columns
                || columns.All(column => graph.Values.ElementAtOrDefault(column.Value) is InputValue))
            {
                continue;
            }

            if (ElementViews.Constants(columns) is not float[] constants)
            {
                layers.Refusals.Add($"{recurrent.Node}: initial states that the graph computes");
                continue;
            }

            CellWeights cell = cells[index / each];
            cells[index / each] = cell with
            {
                InitialStates = new Dictionary<string, float[]>(cell.InitialStates) { [cell.States[index % each].Name] = constants },
            };
        }

        return (null, cells);
    }

    /// <summary>The recurrent value whose last states these are, all of them in order.</summary>
    private static int? Encoder(GraphReader graph, Element[]?[] states)
    {
        if (states.Length == 0 || states[0] is not [Element first, ..]
            || graph.Values.ElementAtOrDefault(first.Value) is not FinalStateValue final)
        {
            return null;
        }

        for (int state = 0; state < states.Length; state++)
        {
            if (states[state] is not Element[] columns || columns.Where((column, unit) =>
                column.Column != unit || graph.Values.ElementAtOrDefault(column.Value) is not FinalStateValue other
                    || other.Recurrent != final.Recurrent || other.State != state).Any())
            {
                return null;
            }
        }

        return final.Recurrent;
    }
}
