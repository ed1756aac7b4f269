using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Lowering;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading;

/// <summary>Makes a network of a graph that has been carried out on symbols.</summary>
internal sealed class GraphImport
{
    private readonly GraphReader _graph;
    private readonly StateMap _states;
    private readonly List<NetworkInput> _inputs = [];
    private readonly Dictionary<string, NetworkRead> _reads = new(StringComparer.Ordinal);
    private readonly List<SourceTensor> _sources = [];

    public GraphImport(GraphReader graph)
    {
        _graph = graph;
        if (!graph.Axes.HasTime)
        {
            Element[][] outputs = [.. graph.Graph.Output.Select(output => graph[output.Name].Elements ?? [])];
            new CellRecognition(graph, StateCandidate.Of(graph), outputs).Run();
        }

        _states = new StateMap(graph);
        MissedStates.Refuse(graph, _states);
    }

    /// <summary>The network and how the graph's inputs and outputs stand to it.</summary>
    /// <param name="name">The name of its class.</param>
    /// <exception cref="NotSupportedException">It cannot be expressed; all reasons are in the message.</exception>
    public ImportedNetwork ToNetwork(string name)
    {
        AddInputs();
        LayerBuilder layers = new(_graph, _reads);
        List<(ValueInfoProto Output, Element[] Columns, string? Function)> values = [];
        List<ValueInfoProto> finalStates = [];
        SortedSet<int> recurrents = [.. _states.Recurrents];
        foreach (ValueInfoProto output in _graph.Graph.Output)
        {
            GraphTensor tensor = _graph[output.Name];
            Element[] elements = tensor.Elements ?? throw new NotSupportedException($"output '{output.Name}' is a constant");
            Element[] columns = [.. elements.Select(_graph.Resolve)];
            if (_states.IsFinal(tensor, columns))
            {
                finalStates.Add(output);
                recurrents.UnionWith(columns.Select(_states.RecurrentOf));
                continue;
            }

            string? function = null;
            if (new ElementViews(_graph).Whole(columns) is int whole
                && _graph.Values[whole] is UnaryValue { Function: "Softmax" or "LogSoftmax" } softmax)
            {
                (columns, function) = ([.. softmax.Operand.Select(_graph.Resolve)], softmax.Function);
            }

            layers.AddUser(columns);
            values.Add((output, columns, function));
        }

        foreach (int recurrent in recurrents)
        {
            layers.Recurrent(recurrent);
        }

        List<NetworkHead> heads = Heads(layers, values);
        if (heads.Count > 1)
        {
            heads = NamedHeads.Of(layers.Layers, heads);
        }

        string[] refusals = [.. layers.Refusals.Distinct()];
        if (refusals.Length > 0)
        {
            throw new NotSupportedException($"it cannot be expressed: {string.Join("; ", refusals)}");
        }

        Network network = new() { Name = name, Inputs = _inputs, Layers = layers.Layers, Heads = heads };
        foreach (ValueInfoProto input in _graph.Graph.Input.Where(input => !_graph.IsInitializer(input.Name)))
        {
            AddSource(network, layers, input.Name);
        }

        return new ImportedNetwork(network)
        {
            Inputs = _sources,
            Outputs =
            [
                .. _graph.Graph.Output.Select(output => values.FindIndex(value => value.Output == output) is int head and >= 0
                    ? ValuesOf(output.Name, head, values[head].Function)
                    : StatesOf(network, layers, output.Name, finalStates)),
            ],
            Notes = [.. layers.Notes, .. values.Where(value => value.Function is not null).Select(value =>
                $"Output '{value.Output.Name}' is the {value.Function} of what the class gives: its outputs are logits; "
                + "Probabilities turns them into probabilities where the class has the loss SoftmaxCrossEntropy.")],
        };
    }

    private void AddInputs()
    {
        InputValue[] read =
        [
            .. _graph.Values.OfType<InputValue>().Where(input => !_graph.Lengths.Contains(input.Name) && !_states.IsStateInput(input.Name)),
        ];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (InputValue input in read)
        {
            EmbeddedValue? embedded = _graph.Values.OfType<EmbeddedValue>().FirstOrDefault(value => value.Input == input.Name);
            string wanted = read.Length > 1 ? NetworkNames.Identifier(input.Name, "input")
                : embedded is null ? "input"
                : "embedding";
            string name = NetworkNames.Unique(wanted, names);
            if (embedded is not null)
            {
                NetworkEmbedding embedding = new(embedded.Table.Rows, embedded.Table.Columns, embedded.Table.Named("table"));
                _inputs.Add(new NetworkInput(name, 0) { Embedding = embedding });
            }
            else
            {
                _inputs.Add(new NetworkInput(name, input.Width) { PerSequence = !_graph.HasSteps(input) });
            }

            _reads.Add(input.Name, new NetworkRead(name, 0, _inputs[^1].Columns));
        }
    }

    /// <summary>Where an input's columns stand among those of its kind in a batch.</summary>
    private int FirstColumn(NetworkInput input) => _inputs.TakeWhile(other => other != input)
        .Where(other => other.Embedding is null && other.PerSequence == input.PerSequence).Sum(other => other.Size);

    private List<NetworkHead> Heads(LayerBuilder layers, List<(ValueInfoProto Output, Element[] Columns, string? Function)> values)
    {
        if (values.Count == 0)
        {
            NetworkLayer last = layers.Layers.LastOrDefault()
                ?? throw new NotSupportedException("there is no recurrent layer, and nothing that is computed");
            return [new NetworkHead("", [new NetworkRead(last.Name, 0, last.Size)], []) { HasSteps = last.HasSteps }];
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. values.Select(value => (Value: value, HasSteps: HasSteps(value.Output))).Select(head => new NetworkHead(
                values.Count == 1 ? "" : NetworkNames.Unique(NetworkNames.Identifier(head.Value.Output.Name, "output"), names),
                layers.Reads(head.Value.Columns, head.HasSteps),
                [])
            { HasSteps = head.HasSteps }),
        ];
    }

    /// <summary>Whether an output has steps: its axes say so, since a vector that is repeated leaves no value of its own.</summary>
    private bool HasSteps(ValueInfoProto output) => !_graph.Axes.HasTime || _graph[output.Name].Axes.Any(_graph.Axes.IsTime);

    private void AddSource(Network network, LayerBuilder layers, string name)
    {
        GraphTensor tensor = _graph[name];
        if (_graph.Lengths.Contains(name))
        {
            _sources.Add(Source(name, SourceRole.Lengths, tensor, [.. Enumerable.Repeat(0, tensor.Count)]));
        }
        else if (_states.IsStateInput(name))
        {
            _sources.Add(Source(name, SourceRole.States, tensor, _states.InputColumns(network, layers, name, tensor.Count)));
        }
        else
        {
            NetworkInput input = _inputs.First(input => input.Name == _reads[name].Value);
            SourceRole role = input.Embedding is not null ? SourceRole.Tokens
                : input.PerSequence ? SourceRole.SequenceValues
                : SourceRole.Values;
            _sources.Add(Source(name, role, tensor, [.. Enumerable.Range(FirstColumn(input), tensor.Count)]));
        }
    }

    private SourceTensor ValuesOf(string name, int head, string? function)
    {
        GraphTensor tensor = _graph[name];
        return Source(name, SourceRole.Values, tensor, [.. Enumerable.Range(0, tensor.Count)]) with { Head = head, Function = function };
    }

    private SourceTensor StatesOf(Network network, LayerBuilder layers, string name, List<ValueInfoProto> finalStates)
    {
        GraphTensor tensor = _graph[name];
        Element[] columns = [.. tensor.Elements!.Select(_graph.Resolve)];
        return finalStates.Any(output => output.Name == name)
            ? Source(name, SourceRole.States, tensor, [.. columns.Select(column => _states.OffsetOf(network, layers, column))])
            : throw new InvalidOperationException(name);
    }

    private SourceTensor Source(string name, SourceRole role, GraphTensor tensor, IReadOnlyList<int> columns) => new(
        name,
        role,
        [
            .. tensor.Axes.Select(axis => axis.Leading switch
            {
                null => SourceAxis.Columns,
                [int only] => _graph.Axes.RoleOf(only),
                _ => throw new NotSupportedException($"'{name}' has rows and steps joined in one axis"),
            }),
        ],
        [.. tensor.Axes.Select(axis => axis.IsLeading ? 0 : axis.Size)],
        columns);
}
