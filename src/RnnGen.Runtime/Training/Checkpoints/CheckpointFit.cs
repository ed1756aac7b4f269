using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Training;

/// <summary>A checkpoint as one model sees it: the optimizer's state in the layout of its parameters, and all that does not fit.</summary>
internal sealed class CheckpointFit
{
    private readonly IReadOnlyDictionary<string, CheckpointTensor> _tensors;
    private readonly ModelDescription _model;
    private readonly List<string> _mismatches = [];
    private readonly HashSet<string> _unread;

    public CheckpointFit(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, CheckpointTensor> tensors, ModelDescription model)
    {
        _tensors = tensors;
        _model = model;
        _unread = [.. tensors.Keys.Where(name => !name.StartsWith(CheckpointNames.State, StringComparison.Ordinal))];
        Expect(metadata, CheckpointNames.Version, CheckpointNames.VersionNumber, string.Empty);
        Expect(metadata, CheckpointNames.SpecHash, model.SpecHash, ": layers, sizes or options (a forget bias, for example) differ");
        foreach (ParameterInfo parameter in model.Parameters)
        {
            Find(CheckpointNames.Parameter(parameter.Name), parameter);
        }

        Dictionary<string, ReadOnlyMemory<float>> slots = new(StringComparer.Ordinal);
        foreach (string slot in SlotNames())
        {
            slots.Add(slot, Slot(slot));
        }

        Optimizer = new OptimizerState(
            metadata.GetValueOrDefault(CheckpointNames.Optimizer, "missing"),
            Section(metadata, CheckpointNames.HyperParameter).ToDictionary(StringComparer.Ordinal),
            Section(metadata, CheckpointNames.Scalar).ToDictionary(pair => pair.Key, pair => Number(pair.Value), StringComparer.Ordinal),
            slots);
        _mismatches.AddRange(
            tensors.Keys.Where(_unread.Contains).Select(name => $"{name} is neither a parameter of {model.Name} nor a part of a slot"));
    }

    /// <summary>What does not fit the model; the optimizer's state is for the optimizer to judge.</summary>
    public IReadOnlyList<string> Mismatches => _mismatches;

    /// <summary>The state of the optimizer.</summary>
    public OptimizerState Optimizer { get; }

    private void Expect(IReadOnlyDictionary<string, string> metadata, string key, string expected, string why)
    {
        string found = metadata.GetValueOrDefault(key, "missing");
        if (found != expected)
        {
            _mismatches.Add($"{key} is {found}, expected {expected}{why}");
        }
    }

    private CheckpointTensor? Find(string name, ParameterInfo parameter)
    {
        _unread.Remove(name);
        if (!_tensors.TryGetValue(name, out CheckpointTensor? tensor))
        {
            _mismatches.Add($"{name} is missing, expected [{string.Join(", ", parameter.Shape)}]");
            return null;
        }

        if (tensor.Shape.SequenceEqual(parameter.Shape.Select(extent => (long)extent)))
        {
            return tensor;
        }

        _mismatches.Add($"{name} has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", parameter.Shape)}]");
        return null;
    }

    private IEnumerable<string> SlotNames() => _tensors.Keys
        .Where(name => name.StartsWith(CheckpointNames.Slots, StringComparison.Ordinal)
            && name.IndexOf('/', CheckpointNames.Slots.Length) > 0)
        .Select(name => name[CheckpointNames.Slots.Length..name.IndexOf('/', CheckpointNames.Slots.Length)])
        .Distinct(StringComparer.Ordinal);

    private float[] Slot(string slot)
    {
        CheckpointTensor?[] parts = [.. _model.Parameters.Select(parameter => Find(CheckpointNames.Slot(slot, parameter.Name), parameter))];

        // A file can name more slots than there is memory for; those that it holds as a whole are no larger than itself.
        if (Array.IndexOf(parts, null) >= 0)
        {
            return [];
        }

        float[] values = new float[_model.ParameterCount];
        foreach ((int i, ParameterInfo parameter) in _model.Parameters.Index())
        {
            parts[i]!.Values.CopyTo(values.AsSpan(parameter.Offset));
        }

        return values;
    }

    private static IEnumerable<KeyValuePair<string, string>> Section(IReadOnlyDictionary<string, string> metadata, string prefix) =>
        metadata
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value));

    /// <summary>A number, or NaN, which no scalar may be.</summary>
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
