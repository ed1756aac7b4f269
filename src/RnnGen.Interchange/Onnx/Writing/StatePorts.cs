using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>What the states of each layer are before the first step, and, where they are wanted, inputs and outputs for them.</summary>
/// <param name="graph">The outer graph.</param>
/// <param name="extents">Its extents.</param>
/// <param name="areWanted">Whether states are inputs and outputs.</param>
internal sealed class StatePorts(OnnxGraph graph, OnnxExtents extents, bool areWanted)
{
    private readonly Dictionary<(string Layer, string State), string> _inputs = [];
    private readonly List<(NetworkLayer Layer, NetworkState State, string Name)> _outputs = [];
    private readonly Dictionary<string, IReadOnlyList<Func<string>>> _finals = new(StringComparer.Ordinal);

    /// <summary>Declares the inputs of a layer, and keeps the names of its outputs free.</summary>
    public void Declare(NetworkLayer layer, string batch)
    {
        foreach (NetworkState state in areWanted ? layer.States : [])
        {
            string name = $"{layer.Name}/{state.Name}".Replace('/', '_');
            if (layer.InitialState is null)
            {
                string input = graph.Input(name, TensorProto.Types.DataType.Float, batch, state.Units);
                extents.TellBy(input, 0, null);
                _inputs.Add((layer.Name, state.Name), input);
            }

            _outputs.Add((layer, state, graph.Unique(name + "_out")));
        }
    }

    /// <summary>The states before the first step, [batch, units], in order; null of those that are zero.</summary>
    public IReadOnlyList<string?> Before(NetworkLayer layer)
    {
        if (layer.InitialState is string source)
        {
            return [.. _finals[source].Select(final => final())];
        }

        return [.. layer.States.Select(state => _inputs.GetValueOrDefault((layer.Name, state.Name)) ?? Learned(layer, state))];
    }

    /// <summary>Notes the states after the last step.</summary>
    public void Finish(NetworkLayer layer, IReadOnlyList<Func<string>> finals) => _finals.Add(layer.Name, finals);

    /// <summary>Writes the outputs.</summary>
    public void WriteOutputs(string batch)
    {
        foreach ((NetworkLayer layer, NetworkState state, string name) in _outputs)
        {
            graph.Output(name, _finals[layer.Name][layer.States.ToList().IndexOf(state)](), batch, state.Units);
        }
    }

    private string? Learned(NetworkLayer layer, NetworkState state)
    {
        if (!layer.Option("LearnedInitialState", false))
        {
            return null;
        }

        // fw/c has the parameter fw/initial_c.
        int name = state.Name.LastIndexOf('/') + 1;
        string parameter = $"{state.Name[..name]}initial_{state.Name[name..]}";
        string values = graph.Weights($"{layer.Name}/{parameter}", layer.Parameter(parameter).Values, state.Units);
        return graph.Node("Expand", layer.Name, [values, extents.RowsOf(layer.Name, state.Units)]);
    }
}
