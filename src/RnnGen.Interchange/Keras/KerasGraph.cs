using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>Turns the layers of a Keras model into those of a network, one after the other.</summary>
internal sealed class KerasGraph
{
    private static readonly string[] OfTraining =
        ["Dropout", "SpatialDropout1D", "GaussianDropout", "GaussianNoise", "ActivityRegularization"];

    private readonly KerasFile _file;
    private readonly KerasModel _model;
    private readonly KerasLayerMaker _maker;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _reasons = [];
    private readonly List<NetworkLayer> _layers = [];
    private readonly Dictionary<string, KerasValue> _values, _lastStates = new(StringComparer.Ordinal);
    private readonly KerasInputs _inputs;
    private KerasValue? _last;
    private int? _repeated;

    /// <summary>Finds the model's inputs.</summary>
    public KerasGraph(KerasFile file, KerasModel model)
    {
        (_file, _model, _maker) = (file, model, new KerasLayerMaker(file));
        _inputs = new KerasInputs(file, model, _taken);
        _values = _inputs.Values;
        _last = model.IsSequential ? _values.Values.First() : null;
    }

    /// <summary>The network.</summary>
    /// <exception cref="NotSupportedException">Something cannot be expressed here; the message has all of it.</exception>
    public ImportedNetwork Build(string name)
    {
        AddAll();
        IReadOnlyList<(string Name, KerasValue Value)> outputs = _model.IsSequential ? [(_model.Layers[^1].Name, _last!)]
            : [.. _model.Outputs.Select(output => (output.Layer, _values[output.Layer]))];
        CheckSteps();
        foreach ((string output, KerasValue value) in outputs)
        {
            Refuse(value.IsReversed, output, "go_backwards with return_sequences gives its steps in reversed order");
            Refuse(_layers.Count == 0, output, "the model has no layers");
        }

        if (_reasons.Count > 0)
        {
            throw FileFault.Unsupported(_file.Path, string.Join("; ", _reasons));
        }

        IReadOnlyList<NetworkHead> heads = outputs.Count == 1 ? [Head("", outputs[0].Value)]
            : KerasHeads.Of(_layers, outputs, Head, Unique);
        Network network = new()
        {
            Name = name,
            Inputs = _inputs.Inputs,
            Layers = _layers,
            Heads = heads,
            Steps = _repeated,
        };
        bool softmax = outputs.Any(output => output.Value.IsSoftmax);
        return new ImportedNetwork(softmax && outputs.Count == 1 ? SoftmaxOutput.Of(network) : network)
        {
            Inputs = _inputs.Tensors,
            Outputs =
            [
                .. outputs.Select((output, head) => SourceTensors.Output(output.Name, output.Value.Width, output.Value.HasSteps) with
                {
                    Head = head,
                    Function = output.Value.IsSoftmax ? "Softmax" : null,
                }),
            ],
            Notes = [.. Notes(softmax, outputs.Count)],
        };
    }

    private void AddAll()
    {
        List<KerasLayer> waiting = [.. _model.Layers.Where(layer => layer.ClassName != "InputLayer")];
        if (_model.IsSequential)
        {
            foreach (KerasLayer layer in waiting)
            {
                _last = _values[layer.Name] = layer.ClassName == "Embedding" ? Embedded(layer) : Value(layer, [_last!]);
            }

            return;
        }

        // In the order of the file, which is that of the graph unless someone has edited it.
        for (int before = 0; waiting.Count > 0 && before != waiting.Count;)
        {
            before = waiting.Count;
            waiting.RemoveAll(TryAdd);
        }

        if (waiting.Count > 0)
        {
            throw FileFault.Damaged(
                _file.Path, $"layer '{waiting[0].Name}' must read layers before it, found a circle or a layer that is not there");
        }

        string? missing = _model.Outputs.FirstOrDefault(output => !_values.ContainsKey(output.Layer))?.Layer;
        if (_model.Outputs.Count == 0 || missing is not null)
        {
            throw FileFault.Damaged(_file.Path, $"output_layers must name layers of the model, found '{missing}'");
        }
    }

    private bool TryAdd(KerasLayer layer)
    {
        bool isTable = layer.ClassName == "Embedding";
        if (!isTable && layer.Reads.Any(read => !_values.ContainsKey(read.Layer)))
        {
            return false;
        }

        _values[layer.Name] = isTable ? Embedded(layer)
            : layer.Reads.Count > 0 ? Value(layer, [.. layer.Reads.Select(read => _values[read.Layer])])
            : throw FileFault.Damaged(_file.Path, $"layer '{layer.Name}' must read a layer, found none");
        return true;
    }

    private KerasValue Embedded(KerasLayer layer) => _values.TryGetValue(layer.Name, out KerasValue? value) ? value
        : throw FileFault.Unsupported(_file.Path, $"layer '{layer.Name}' (Embedding) is supported where it reads an input of tokens");

    private KerasValue Value(KerasLayer layer, IReadOnlyList<KerasValue> reads)
    {
        bool joins = layer.ClassName is "Add" or "Multiply" or "Concatenate";
        if (reads.Count > 1 != joins)
        {
            string expected = joins ? "two tensors or more" : "one tensor";
            throw FileFault.Damaged(_file.Path, $"layer '{layer.Name}' ({layer.ClassName}) must read {expected}, found {reads.Count}");
        }

        bool anyOrder = layer.ClassName is "GlobalAveragePooling1D" or "GlobalMaxPooling1D";
        Refuse(
            reads.Any(read => read.IsReversed) && !anyOrder,
            layer.Name,
            "it reads go_backwards with return_sequences, which gives its steps in reversed order");
        Refuse(reads.Any(read => read.IsSoftmax), layer.Name, "it reads a softmax; one at the end is supported");
        KerasValue first = reads[0];
        string name = Unique(layer.Name);
        KerasLayer inner = layer.ClassName == "TimeDistributed" ? layer.Inner! : layer;
        Refuse(layer.ClassName == "TimeDistributed" && !first.HasSteps, layer.Name, "it needs steps, and reads a vector");
        switch (inner.ClassName)
        {
            case "LSTM" or "GRU" or "SimpleRNN" or "Bidirectional":
                return Recurrent(name, layer, first);
            case "Dense":
                NetworkLayer dense = _maker.Dense(name, layer, inner, first.Reads, first.HasSteps);
                bool softmax = KerasActivation.Of(inner.Settings, "activation", "linear", _file.Version).IsSoftmax;
                return Add(dense) with { IsSoftmax = softmax };
            case "LayerNormalization":
                CheckAxis(inner, first);
                return Add(_maker.LayerNorm(name, layer, inner, Vector(first).Reads, first.HasSteps));
            case "Add" or "Multiply":
                CheckEqual(layer, reads);
                string kind = layer.ClassName == "Add" ? "Sum" : "Product";
                return Add(NetworkLayers.Merge(name, kind, [.. reads.Select(read => Single(Vector(read)))], first.HasSteps));
            case "Concatenate":
                CheckAxis(layer, first);
                Refuse(reads.Any(read => read.HasSteps != first.HasSteps), layer.Name, "it reads steps and vectors");
                return new KerasValue([.. reads.SelectMany(read => Vector(read).Reads)], first.HasSteps);
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
                Pooling pooling = inner.ClassName == "GlobalMaxPooling1D" ? Pooling.Max : Pooling.Mean;
                return Add(NetworkLayers.Pooling(name, first.Reads, pooling));
            case "RepeatVector":
                _repeated = layer.Settings.Count("n");
                return Add(NetworkLayers.Repeat(name, Vector(first).Reads));
            default:
                return Function(name, inner, first);
        }
    }

    private KerasValue Recurrent(string name, KerasLayer layer, KerasValue first)
    {
        Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
        NetworkLayer recurrent = _maker.Recurrent(name, layer, first.Reads);
        KerasSettings settings = layer.Recurrent!.Settings;
        bool sequences = settings.Flag("return_sequences");
        return Add(recurrent) with
        {
            HasSteps = sequences,
            IsLastState = !sequences,
            IsReversed = sequences && layer.IsRecurrent && settings.Flag("go_backwards"),
        };
    }

    /// <summary>A function of each number, or a layer that acts in training alone.</summary>
    private KerasValue Function(string name, KerasLayer layer, KerasValue first)
    {
        KerasActivation? activation = KerasActivation.OfLayer(layer, _file.Version);
        return activation is null ? first
            : activation.IsSoftmax ? first with { IsSoftmax = true }
            : activation.Function == Activation.Linear ? first
            : Add(NetworkLayers.Activation(name, Vector(first).Reads, activation.Function, first.HasSteps));
    }

    private KerasValue Add(NetworkLayer layer)
    {
        _layers.Add(layer);
        return new KerasValue([new NetworkRead(layer.Name, 0, layer.Size)], layer.HasSteps);
    }

    /// <summary>A value whose steps, where there are any, are those of Keras: a last state becomes a vector. Dense layers take it so.</summary>
    private KerasValue Vector(KerasValue value)
    {
        if (!value.IsLastState)
        {
            return value;
        }

        if (!_lastStates.TryGetValue(value.Reads[0].Value, out KerasValue? last))
        {
            last = Add(NetworkLayers.Pooling(Unique("last"), value.Reads, Pooling.Last));
            _lastStates.Add(value.Reads[0].Value, last);
        }

        return last;
    }

    private NetworkRead Single(KerasValue value) => value.Reads.Count == 1 ? value.Reads[0]
        : Add(NetworkLayers.Concatenate(Unique("joined"), value.Reads, value.HasSteps)).Reads[0];

    private NetworkHead Head(string name, KerasValue value) =>
        new(name, value.Reads, value.IsLastState ? [NetworkLayers.Pooling(Unique("last"), value.Reads, Pooling.Last)] : [])
        {
            HasSteps = value.HasSteps,
        };

    private void CheckEqual(KerasLayer layer, IReadOnlyList<KerasValue> reads)
    {
        if (reads.Any(read => read.Width != reads[0].Width || read.HasSteps != reads[0].HasSteps))
        {
            string found = string.Join(", ", reads.Select(read => $"[batch, {(read.HasSteps ? "steps, " : "")}{read.Width}]"));
            _reasons.Add($"layer '{layer.Name}' ({layer.ClassName}): tensors of equal shapes are supported, found {found}");
        }
    }

    private void CheckAxis(KerasLayer layer, KerasValue value)
    {
        int last = value.HasSteps ? 2 : 1;
        bool isLast = layer.Settings.Find("axis") switch
        {
            null => true,
            { ValueKind: JsonValueKind.Array } axes => axes.GetArrayLength() == 1 && IsLast(axes[0]),
            JsonElement axis => IsLast(axis),
        };
        Refuse(!isLast, layer.Name, "the axis of the features is supported");

        bool IsLast(JsonElement axis) => axis.ValueKind == JsonValueKind.Number && axis.TryGetInt32(out int number) && (number == -1 || number == last);
    }

    private void CheckSteps()
    {
        if (_repeated is int repeated && _inputs.Steps.Any(steps => steps != repeated))
        {
            _reasons.Add(
                $"RepeatVector gives {repeated} steps whatever the input, here as many as it has; inputs of {repeated} steps are supported");
        }

        if (_inputs.Steps.Count == 0)
        {
            _reasons.Add("an input with steps is needed");
        }

        if (_inputs.Steps.Distinct().Count(steps => steps is not null) > 1)
        {
            _reasons.Add($"inputs of equally many steps are supported, found {string.Join(", ", _inputs.Steps)}");
        }
    }

    private IEnumerable<string> Notes(bool softmax, int outputs)
    {
        if (_inputs.Steps.FirstOrDefault(steps => steps is not null) is int steps && _repeated is null)
        {
            yield return $"The original reads {steps} steps; the class reads any number.";
        }

        if (softmax)
        {
            yield return outputs == 1 ? SoftmaxOutput.Note : "Softmax at an output is left out: the class gives logits.";
        }

        string[] ofTraining = [.. _model.Layers.Where(layer => OfTraining.Contains(layer.ClassName)).Select(layer => layer.Name)];
        if (ofTraining.Length > 0)
        {
            yield return $"Layers that act in training alone are left out: {string.Join(", ", ofTraining)}.";
        }
    }

    private void Refuse(bool isWrong, string layer, string reason)
    {
        if (isWrong)
        {
            _reasons.Add($"layer '{layer}': {reason}");
        }
    }

    private string Unique(string name) => NetworkNames.Unique(NetworkNames.Identifier(name, "layer"), _taken);
}
