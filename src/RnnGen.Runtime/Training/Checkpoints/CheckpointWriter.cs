using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Training;

/// <summary>Writes a checkpoint's file straight from the model's and the optimizer's memory.</summary>
internal static class CheckpointWriter
{
    public static void Write(string path, IRnnModel model, IStatefulOptimizer optimizer, CheckpointState state)
    {
        ModelParameters parameters = model.Parameters;
        long version = parameters.VersionForReading();
        OptimizerState optimizerState = optimizer.State;
        CheckSlots(optimizerState, parameters.Description);
        List<Entry> entries = [.. Entries(parameters, optimizerState, state)];
        Dictionary<string, string> metadata = Metadata(parameters.Description, optimizerState, state);
        using (CheckpointDigest digest = new(metadata))
        {
            foreach (Entry entry in entries)
            {
                digest.Add(entry.Name, entry.Shape.Select(extent => (long)extent), entry.Values(parameters));
            }

            metadata[CheckpointDigest.Key] = digest.Finish();
        }

        AtomicFile.Write(path, stream =>
        {
            SafetensorsWriter writer = new(stream, [.. entries.Select(entry => (entry.Name, entry.Shape))], metadata);
            foreach (Entry entry in entries)
            {
                writer.Write(entry.Values(parameters));
            }

            writer.Complete();

            // Asked after the last read: a file with half of an update in it must not replace a good one.
            if (parameters.Version != version)
            {
                throw new InvalidOperationException(
                    $"The parameters of {parameters.Description.Name} were edited or trained while they were saved; {path} is unchanged. "
                    + "Save between steps.");
            }
        });
    }

    private static void CheckSlots(OptimizerState state, ModelDescription model)
    {
        foreach ((string name, ReadOnlyMemory<float> slot) in state.Slots)
        {
            if (name.Contains('/', StringComparison.Ordinal) || name.Length == 0)
            {
                throw new ArgumentException(
                    $"A slot of {state.Kind} is called '{name}'; a name must not be empty or have a '/'.", nameof(state));
            }

            if (slot.Length != model.ParameterCount)
            {
                throw new ArgumentException(
                    $"Slot {name} of {state.Kind} has {slot.Length} values, {model.Name} has {model.ParameterCount} parameters: "
                    + "the optimizer belongs to another model.",
                    nameof(state));
            }
        }
    }

    private static IEnumerable<Entry> Entries(ModelParameters parameters, OptimizerState optimizer, CheckpointState state)
    {
        IReadOnlyList<ParameterInfo> layout = parameters.Description.Parameters;
        return layout.Select(parameter => new Entry(
            CheckpointNames.Parameter(parameter.Name), parameter.Shape, null, parameter.Offset, parameter.Count))
            .Concat(optimizer.Slots.SelectMany(slot => layout.Select(
                parameter => new Entry(
                    CheckpointNames.Slot(slot.Key, parameter.Name), parameter.Shape, slot.Value, parameter.Offset, parameter.Count))))
            .Concat(
                state.Arrays.Select(
                    array => new Entry(CheckpointNames.State + array.Key, [array.Value.Length], array.Value, 0, array.Value.Length)));
    }

    private static Dictionary<string, string> Metadata(ModelDescription model, OptimizerState optimizer, CheckpointState state)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [CheckpointNames.Format] = CheckpointNames.FormatName,
            [CheckpointNames.Version] = CheckpointNames.VersionNumber,
            [CheckpointNames.Model] = model.Name,
            [CheckpointNames.SpecHash] = model.SpecHash,
            [CheckpointNames.Optimizer] = optimizer.Kind,
        };
        foreach ((string name, string value) in optimizer.HyperParameters)
        {
            metadata.Add(CheckpointNames.HyperParameter + name, value);
        }

        foreach ((string name, double value) in optimizer.Scalars)
        {
            metadata.Add(CheckpointNames.Scalar + name, value.ToString("R", CultureInfo.InvariantCulture));
        }

        foreach ((string name, string value) in state.Values)
        {
            metadata.Add(CheckpointNames.State + name, value);
        }

        return metadata;
    }

    /// <summary>A tensor of the file: a parameter, the part of a slot that belongs to it, or an array of the state.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Shape">Its shape.</param>
    /// <param name="Buffer">What it is a part of; <see langword="null"/> for the parameters.</param>
    /// <param name="Offset">Its first element there.</param>
    /// <param name="Count">Number of elements.</param>
    private sealed record Entry(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float>? Buffer, int Offset, int Count)
    {
        public ReadOnlySpan<float> Values(ModelParameters parameters) =>
            (Buffer is ReadOnlyMemory<float> buffer ? buffer.Span : parameters.Values).Slice(Offset, Count);
    }
}
