using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Turns the layers of a Keras model into those of a network, one after the other.</summary>
internal sealed class KerasGraph
{
    private static readonly string[] OfTraining =
        ["Dropout", "SpatialDropout1D", "GaussianDropout", "GaussianNoise", "ActivityRegularization"];

    private readonly KerasFile _file;
    private readonly KerasModel _model;
    private readonly KerasInputs _inputs;
    private readonly Dictionary<string, KerasValue> _values;
    private readonly KerasValues _layers;
    private KerasValue? _last;

    /// <summary>Finds the model's inputs.</summary>
    public KerasGraph(KerasFile file, KerasModel model)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        (_file, _model, _layers) = (file, model, new KerasValues(file, taken));
        _inputs = new KerasInputs(file, model, taken);
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
            _layers.Refuse(value.IsReversed, output, "go_backwards with return_sequences gives its steps in reversed order");
            _layers.Refuse(_layers.Layers.Count == 0, output, "the model has no layers");
        }

        if (_layers.Reasons.Count > 0)
        {
            throw FileFault.Unsupported(_file.Path, string.Join("; ", _layers.Reasons));
        }

        IReadOnlyList<NetworkHead> heads = outputs.Count == 1 ? [_layers.Head("", outputs[0].Value)]
            : KerasHeads.Of(_layers.Layers, outputs, _layers.Head, _layers.Unique);
        Network network = new()
        {
            Name = name,
            Inputs = _inputs.Inputs,
            Layers = _layers.Layers,
            Heads = heads,
            Steps = _layers.Repeated,
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
                _last = _values[layer.Name] = layer.ClassName == "Embedding" ? Embedded(layer) : _layers.Of(layer, [_last!]);
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
            throw FileFault.Damaged(_file.Path, $"output_layers.Layers must name layers of the model, found '{missing}'");
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
            : layer.Reads.Count > 0 ? _layers.Of(layer, [.. layer.Reads.Select(read => _values[read.Layer])])
            : throw FileFault.Damaged(_file.Path, $"layer '{layer.Name}' must read a layer, found none");
        return true;
    }

    private KerasValue Embedded(KerasLayer layer) => _values.TryGetValue(layer.Name, out KerasValue? value) ? value
        : throw FileFault.Unsupported(_file.Path, $"layer '{layer.Name}' (Embedding) is supported where it reads an input of tokens");

    private void CheckSteps()
    {
        if (_layers.Repeated is int repeated && _inputs.Steps.Any(steps => steps != repeated))
        {
            _layers.Reasons.Add(
                $"RepeatVector gives {repeated} steps whatever the input, here as many as it has; inputs of as many are supported");
        }

        if (_inputs.Steps.Count == 0)
        {
            _layers.Reasons.Add("an input with steps is needed");
        }

        if (_inputs.Steps.Distinct().Count(steps => steps is not null) > 1)
        {
            _layers.Reasons.Add($"inputs of equally many steps are supported, found {string.Join(", ", _inputs.Steps)}");
        }
    }

    private IEnumerable<string> Notes(bool softmax, int outputs)
    {
        if (_inputs.Steps.FirstOrDefault(steps => steps is not null) is int steps && _layers.Repeated is null)
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
}
