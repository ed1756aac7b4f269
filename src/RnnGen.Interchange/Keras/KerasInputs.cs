using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The inputs of a Keras model as those of a network.</summary>
internal sealed class KerasInputs
{
    private readonly KerasModel _model;
    private readonly KerasFile _file;
    private readonly HashSet<string> _taken;
    private int _stepColumns, _sequenceColumns;

    /// <summary>Finds the inputs of a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="taken">Receives the names.</param>
    public KerasInputs(KerasFile file, KerasModel model, HashSet<string> taken)
    {
        (_file, _model, _taken) = (file, model, taken);
        if (model.IsSequential)
        {
            KerasLayer first = model.Layers[0];
            Add(first, first.ClassName == "InputLayer" ? model.Layers.Skip(1).FirstOrDefault() : first);
        }
        else
        {
            foreach (KerasReference input in model.Inputs)
            {
                KerasLayer layer = model.Layers.FirstOrDefault(layer => layer.Name == input.Layer && layer.ClassName == "InputLayer")
                    ?? throw FileFault.Damaged(file.Path, $"input_layers must name layers of the model, found '{input.Layer}'");
                KerasLayer[] readers = [.. model.Layers.Where(reader => reader.Reads.Any(read => read.Layer == layer.Name))];
                Add(layer, readers.FirstOrDefault(reader => reader.ClassName == "Embedding") ?? readers.FirstOrDefault());
            }
        }
    }

    /// <summary>The inputs.</summary>
    public List<NetworkInput> Inputs { get; } = [];

    /// <summary>How the original's inputs stand to them.</summary>
    public List<SourceTensor> Tensors { get; } = [];

    /// <summary>The value of each input layer, and of the embedding that reads tokens.</summary>
    public Dictionary<string, KerasValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of steps that inputs have in the file; <see langword="null"/> for any.</summary>
    public List<int?> Steps { get; } = [];

    private void Add(KerasLayer layer, KerasLayer? reader)
    {
        IReadOnlyList<int?> shape = layer.InputShape is { Count: > 0 } all ? [.. all.Skip(1)]
            : throw FileFault.Unsupported(
                _file.Path, $"layer '{layer.Name}' ({layer.ClassName}): the shape of its input is not in the file");
        if (reader?.ClassName == "Embedding")
        {
            AddTokens(layer, reader, shape);
            return;
        }

        if (shape is not ([int] or [_, int]))
        {
            string text = string.Join(", ", shape.Select(extent => extent?.ToString(CultureInfo.InvariantCulture) ?? "any"));
            throw FileFault.Unsupported(
                _file.Path,
                $"input '{layer.Name}' is [batch, {text}]; [batch, steps, features] and [batch, features] of a known number are supported");
        }

        bool hasSteps = shape.Count == 2;
        int columns = shape[^1]!.Value;
        int inputs = _model.IsSequential ? 1 : _model.Inputs.Count;
        string name = inputs == 1 ? "input" : NetworkNames.Identifier(layer.Name, "input");
        NetworkInput input = new(NetworkNames.Unique(name, _taken), columns)
        {
            PerSequence = !hasSteps,
        };
        Inputs.Add(input);
        Tensors.Add(hasSteps ? SourceTensors.Steps(layer.Name, columns, first: _stepColumns)
            : SourceTensors.Vector(layer.Name, columns, SourceRole.SequenceValues, _sequenceColumns));
        Values[layer.ClassName == "InputLayer" ? layer.Name : ""] = new KerasValue([new NetworkRead(input.Name, 0, columns)], hasSteps);
        if (hasSteps)
        {
            _stepColumns += columns;
            Steps.Add(shape[0]);
        }
        else
        {
            _sequenceColumns += columns;
        }
    }

    private void AddTokens(KerasLayer layer, KerasLayer embedding, IReadOnlyList<int?> shape)
    {
        bool isFirst = Inputs.All(input => input.Embedding is null);
        int readers = _model.Layers.Count(reader => reader.Reads.Any(read => read.Layer == layer.Name));
        if (shape.Count != 1 || !isFirst || readers > 1)
        {
            throw FileFault.Unsupported(
                _file.Path, $"layer '{embedding.Name}' (Embedding): one table is supported, which alone reads tokens [batch, steps]");
        }

        int vocabulary = embedding.Settings.Count("input_dim"), units = embedding.Settings.Count("output_dim");
        NetworkTensor table = KerasShapes.Expect(_file, embedding, [vocabulary, units])[0] with { Name = "table" };
        NetworkInput input = new(NetworkNames.Unique("embedding", _taken), 0)
        {
            Embedding = new NetworkEmbedding(vocabulary, units, table),
        };
        Inputs.Add(input);
        Tensors.Add(SourceTensors.Tokens(layer.Name));
        Steps.Add(shape[0]);
        Values[embedding.Name] = new KerasValue([new NetworkRead(input.Name, 0, units)], HasSteps: true);
    }
}
