using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>Writes a network as a graph: its inputs, its layers one after the other, and what its heads give.</summary>
internal sealed class NetworkGraphWriter
{
    private const string BatchName = "batch", StepsName = "steps";

    private readonly Network _network;
    private readonly OnnxWriterOptions _options;
    private readonly OnnxGraph _graph;
    private readonly OnnxExtents _extents;
    private readonly ValueTable _values;
    private readonly StatePorts _states;
    private readonly IReadOnlyList<NetworkHead> _heads;
    private readonly HashSet<NetworkLayer> _headReaders;

    private NetworkGraphWriter(Network network, OnnxWriterOptions options)
    {
        _network = network;
        _options = options;
        _graph = new OnnxGraph(network.Name);
        _extents = new OnnxExtents(_graph) { FixedSteps = options.Streaming ? 1 : network.Steps };
        _values = new ValueTable(_graph, _extents);
        _states = new StatePorts(_graph, _extents, options.States || options.Streaming);
        _heads = [.. network.Heads.Where(head => !options.Streaming || OnnxObstacles.Streams(head))];
        _headReaders = [.. network.Heads.Select(head => NetworkEndings.ReaderOf(network, head)).OfType<NetworkLayer>()];
    }

    /// <summary>The graph of a network that <see cref="OnnxObstacles"/> lets pass.</summary>
    public static GraphProto Write(Network network, OnnxWriterOptions options) => new NetworkGraphWriter(network, options).Write();

    private GraphProto Write()
    {
        // Names of inputs and outputs are the network's; all others stand behind them.
        List<(NetworkInput Input, string Name)> inputs = [.. _network.Inputs.Select(input => (input, DeclareInput(input)))];
        _extents.Lengths = _options.Lengths ? _graph.Input("lengths", TensorProto.Types.DataType.Int32, BatchName) : null;
        NetworkLayer[] layers = [.. _network.Layers, .. _heads.SelectMany(head => head.Layers)];
        foreach (NetworkLayer layer in layers.Where(layer => layer.States.Count > 0))
        {
            _states.Declare(layer, BatchName);
        }

        string[] outputs = [.. _heads.Select(head => _graph.Unique(head.Name.Length > 0 ? head.Name : "output"))];
        foreach ((NetworkInput input, string name) in inputs)
        {
            AddInput(input, name);
        }

        foreach (NetworkLayer layer in layers)
        {
            _values.Add(layer.Name, ValueOf(layer));
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            Output(_heads[index], outputs[index]);
        }

        _states.WriteOutputs(BatchName);
        _graph.LeaveOutUnread();
        return _graph.Message;
    }

    private object Steps => (object?)_extents.FixedSteps ?? StepsName;

    private string DeclareInput(NetworkInput input)
    {
        bool isTokens = input.Embedding is not null, hasSteps = isTokens || !input.PerSequence;
        bool stepsFirst = _options.Layout == SequenceLayout.TimeMajor;
        object[] rows = !hasSteps ? [BatchName] : stepsFirst ? [Steps, BatchName] : [BatchName, Steps];
        string name = isTokens
            ? _graph.Input("tokens", TensorProto.Types.DataType.Int64, rows)
            : _graph.Input(input.Name, TensorProto.Types.DataType.Float, [.. rows, input.Size]);
        _extents.TellBy(name, hasSteps && stepsFirst ? 1 : 0, !hasSteps ? null : stepsFirst ? 0 : 1);
        return name;
    }

    private void AddInput(NetworkInput input, string name)
    {
        string value = name;
        if (input.Embedding is NetworkEmbedding embedding)
        {
            string table = _graph.Weights($"{input.Name}/table", embedding.Table.Values, embedding.Vocabulary, embedding.Units);
            string tokens = StepsFirst(input.Name, name, hasFeatures: false);
            if (_extents.Lengths is not null)
            {
                // Past a row's length a token may be any number.
                string isValid = _graph.Node("Squeeze", input.Name, [_extents.Mask, _graph.Integers(2)]);
                tokens = _graph.Node("Where", input.Name, [isValid, tokens, _graph.Integer(0)]);
            }

            value = _graph.Node("Gather", input.Name, [table, tokens], OnnxAttributes.Of("axis", 0));
        }
        else if (!input.PerSequence)
        {
            value = StepsFirst(input.Name, name, hasFeatures: true);
        }

        Func<string> written = Later.Of(value);
        _values.Add(input.Name, input.PerSequence
            ? new OnnxValue(written, input.Columns, HasSteps: false) { IsOfSequence = true }
            : new OnnxValue(written, input.Columns, HasSteps: true)
            {
                Last = Later.Of(() => LastSteps.Of(_graph, _extents, input.Name, value)),
            });
    }

    private string StepsFirst(string owner, string value, bool hasFeatures) => _options.Layout == SequenceLayout.TimeMajor
        ? value
        : _graph.Node("Transpose", owner, [value], OnnxAttributes.Of("perm", hasFeatures ? [1L, 0, 2] : [1L, 0]));

    private OnnxValue ValueOf(NetworkLayer layer)
    {
        if (layer.IsRecurrent)
        {
            OnnxRecurrence recurrence = new RecurrentWriter(_graph, _extents, _options.Streaming).Write(
                layer,
                _values.Joined(layer.Name, [.. layer.Reads, .. layer.StepInputs], hasSteps: true),
                layer.Reads.Concat(layer.StepInputs).Sum(read => read.Columns),
                _states.Before(layer),
                () => _values.Joined(layer.Name, layer.Reads, hasSteps: true));
            _states.Finish(layer, recurrence.Finals);
            return new OnnxValue(recurrence.Steps, layer.Size, HasSteps: true) { Last = recurrence.Last };
        }

        Func<string> value = layer.IsWindow ? Window(layer) : Later.Of(() => Stateless(layer));
        return layer.HasSteps
            ? new OnnxValue(value, layer.Size, HasSteps: true)
            {
                Last = Later.Of(() => LastSteps.Of(_graph, _extents, layer.Name, value())),
            }
            : new OnnxValue(value, layer.Size, HasSteps: false);
    }

    /// <summary>A convolution or pooling over time; where states are wanted, the inputs before the next step are one.</summary>
    private Func<string> Window(NetworkLayer layer)
    {
        string? past = layer.States.Count > 0 ? _states.Before(layer)[0] : null;
        Func<(string Steps, Func<string>? Past)> written = Later.Of(() => new WindowWriter(_graph, _extents).Write(
            layer, _values.Joined(layer.Name, layer.Reads, hasSteps: true), past));
        if (layer.States.Count > 0)
        {
            _states.Finish(layer, [() => written().Past!()]);
        }

        return () => written().Steps;
    }

    private string Stateless(NetworkLayer layer)
    {
        string owner = layer.Name;
        switch (layer.Kind)
        {
            case "Sum" or "Product":
                string type = layer.Kind == "Sum" ? "Add" : "Mul";
                return Parts(layer).Aggregate((value, part) => _graph.Node(type, owner, [value, part]));
            case "Repeat":
                return _values.Repeated(owner, _values.Joined(owner, layer.Reads, hasSteps: false));
            case "Pooling" when (Pooling)layer.Arguments[0] != Pooling.Last:
                return new PoolingWriter(_graph, _extents).Write(layer, _values.Joined(owner, layer.Reads, hasSteps: true));
        }

        bool joinsSteps = layer.Kind == "Pooling" || _headReaders.Contains(layer);
        string input = layer.HasSteps ? _values.Joined(owner, layer.Reads, hasSteps: true) : _values.Vector(owner, layer.Reads, joinsSteps);
        return layer.Kind switch
        {
            "Dense" => Dense(layer, input),
            "LayerNorm" => _graph.Node(
                "LayerNormalization",
                owner,
                [input, Weights(layer, "gamma"), Weights(layer, "beta")],
                OnnxAttributes.Of("axis", -1),
                OnnxAttributes.Of("epsilon", (float)layer.Option("Epsilon", 1e-5))),
            "Activation" => OnnxFunctions.Write(_graph, owner, (Activation)layer.Arguments[0], input),

            // Concatenate, the last step, and dropout, which is training's.
            _ => input,
        };
    }

    private string Dense(NetworkLayer layer, string input)
    {
        string product = _graph.Node("MatMul", layer.Name, [input, Weights(layer, "kernel")]);
        string sum = layer.Option("Bias", true) ? _graph.Node("Add", layer.Name, [product, Weights(layer, "bias")]) : product;
        return OnnxFunctions.Write(_graph, layer.Name, layer.Option("Activation", Activation.Linear), sum);
    }

    private IReadOnlyList<string> Parts(NetworkLayer layer) =>
        [.. layer.Reads.Select(read => _values.Joined(layer.Name, [read], layer.HasSteps))];

    private string Weights(NetworkLayer layer, string name)
    {
        NetworkTensor tensor = layer.Parameter(name);
        return _graph.Weights($"{layer.Name}/{name}", tensor.Values, [.. tensor.Shape.Select(extent => (long)extent)]);
    }

    private void Output(NetworkHead head, string name)
    {
        IReadOnlyList<NetworkRead> reads = NetworkEndings.OutputOf(_network, head);
        int size = reads.Sum(read => read.Columns);
        if (!head.HasSteps)
        {
            _graph.Output(name, _values.Vector(name, reads, joinsSteps: true), BatchName, size);
            return;
        }

        string steps = _values.Joined(name, reads, hasSteps: true);
        if (_extents.Lengths is not null)
        {
            steps = _graph.Node("Where", name, [_extents.Mask, steps, _graph.Number(0)]);
        }

        bool stepsFirst = _options.Layout == SequenceLayout.TimeMajor;
        _graph.Output(
            name,
            stepsFirst ? steps : _graph.Node("Transpose", name, [steps], OnnxAttributes.Of("perm", [1L, 0, 2])),
            stepsFirst ? [Steps, BatchName, size] : [BatchName, Steps, size]);
    }
}
