using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Lowering;

namespace RnnGen.Interchange.Onnx.Reading;

/// <summary>Which columns of inputs and outputs are states of which recurrent layer.</summary>
internal sealed class StateMap
{
    private readonly GraphReader _graph;
    private readonly Dictionary<(string Input, int Column), (int Recurrent, int State, int Unit)> _before = [];

    public StateMap(GraphReader graph)
    {
        _graph = graph;
        HashSet<int> replaced = [.. graph.Aliases.Keys];
        for (int value = 0; value < graph.Values.Count; value++)
        {
            if (graph.Values[value] is not RecurrentValue recurrent)
            {
                continue;
            }

            for (int state = 0; state < recurrent.Initial.Count; state++)
            {
                Element[] columns = recurrent.Initial[state] ?? [];
                for (int unit = 0; unit < columns.Length; unit++)
                {
                    if (!columns[unit].IsConstant && graph.Values[columns[unit].Value] is InputValue input)
                    {
                        _before.TryAdd((input.Name, columns[unit].Column), (value, state, unit));
                    }
                }
            }
        }
    }

    /// <summary>The recurrent values that have states of the caller.</summary>
    public IEnumerable<int> Recurrents => _before.Values.Select(place => place.Recurrent).Distinct();

    public bool IsStateInput(string input) => _before.Keys.Any(key => key.Input == input);

    /// <summary>
    /// Whether an output is states after the last step: those that only states can be, or outputs of layers at the places of an input's
    /// states.
    /// </summary>
    public bool IsFinal(GraphTensor tensor, Element[] columns)
    {
        if (columns.All(column => !column.IsConstant && _graph.Values[column.Value] is FinalStateValue))
        {
            return true;
        }

        (int, int, int)?[] places = [.. columns.Select(PlaceOf)];
        return places.All(place => place is not null)
            && _graph.Graph.Input.Select(input => input.Name).Where(IsStateInput).Any(input => HasShape(input) && HasPlaces(input));

        bool HasShape(string input) => _graph[input].Sizes.SequenceEqual(tensor.Sizes);

        bool HasPlaces(string input) => places.Select((place, index) => (Place: place, Key: (input, index)))
            .All(column => _before.TryGetValue(column.Key, out (int, int, int) before) && before == column.Place);
    }

    /// <summary>For each column of an input of states where it stands in the class' state; -1 where nothing reads it.</summary>
    public int[] InputColumns(Network network, LayerBuilder layers, string input, int count) =>
    [
        .. Enumerable.Range(0, count).Select(column =>
            _before.TryGetValue((input, column), out (int Recurrent, int State, int Unit) place) ? Offset(network, layers, place) : -1),
    ];

    /// <summary>The recurrent value that a column of an output is a state of.</summary>
    public int RecurrentOf(Element column) => PlaceOf(column)!.Value.Recurrent;

    /// <summary>Where a column of an output stands in the class' state.</summary>
    public int OffsetOf(Network network, LayerBuilder layers, Element column) =>
        Offset(network, layers, PlaceOf(column) ?? throw new InvalidOperationException("not a state"));

    private static int Offset(Network network, LayerBuilder layers, (int Recurrent, int State, int Unit) place)
    {
        string name = layers.Recurrent(place.Recurrent);
        NetworkState state = network.Layers.First(layer => layer.Name == name).States[place.State];
        return NetworkNames.StateOffset(network, name, state.Name) + place.Unit;
    }

    /// <summary>The state that a column is: one that is named so, or in a graph of one step an output of a layer.</summary>
    private (int Recurrent, int State, int Unit)? PlaceOf(Element column)
    {
        switch (column.IsConstant ? null : _graph.Values[column.Value])
        {
            case FinalStateValue final:
                return (final.Recurrent, final.State, column.Column);
            case RecurrentValue recurrent when !_graph.Axes.HasTime:
                int units = recurrent.Cells[0].OutputSize, each = recurrent.Cells[0].States.Count;
                return (column.Value, ((column.Column / units) * each) + each - 1, column.Column % units);
            default:
                return null;
        }
    }
}
