using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Training;

/// <summary>
/// Everything that training needs to go on to the bit: parameters, the whole state of the optimizer, and what others have put into
/// <see cref="State"/>. A checkpoint is one safetensors file; this is one that was read and found to be whole.
/// </summary>
public sealed class TrainingCheckpoint
{
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly Dictionary<string, CheckpointTensor> _tensors;

    /// <summary>Takes what a file holds.</summary>
    internal TrainingCheckpoint(string path, IReadOnlyDictionary<string, string> metadata, Dictionary<string, CheckpointTensor> tensors)
    {
        Path = path;
        _metadata = metadata;
        _tensors = tensors;
        // An array has both a value, which tells its length, and a tensor.
        foreach (string key in metadata.Keys
            .Concat(tensors.Keys)
            .Where(key => key.StartsWith(CheckpointNames.State, StringComparison.Ordinal))
            .Distinct())
        {
            string value = metadata.GetValueOrDefault(key, "missing");
            if (!State.Load(key[CheckpointNames.State.Length..], value, tensors.GetValueOrDefault(key)?.Values))
            {
                throw new InvalidDataException(
                    $"{path} is not a checkpoint: {key} is {value}, its tensor "
                    + $"{(tensors.TryGetValue(key, out CheckpointTensor? tensor) ? $"[{string.Join(", ", tensor.Shape)}]" : "missing")}.");
            }
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>All texts of the file.</summary>
    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>All tensors of the file.</summary>
    internal IReadOnlyDictionary<string, CheckpointTensor> Tensors => _tensors;

    /// <summary>What was saved besides parameters and optimizer.</summary>
    public CheckpointState State { get; } = new();

    /// <summary>
    /// Writes a checkpoint, replacing an older file atomically: written aside, flushed to disk, renamed. A failure, even of the machine,
    /// leaves the older file as it was.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="model">The model, between two training steps.</param>
    /// <param name="optimizer">The optimizer of the model.</param>
    /// <param name="state">What others need to go on; <see langword="null"/> for nothing.</param>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained, or were while they were written.</exception>
    /// <exception cref="ArgumentException">The optimizer belongs to another model.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public static void Save(string path, IRnnModel model, IStatefulOptimizer optimizer, CheckpointState? state = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckpointWriter.Write(path, model, optimizer, state ?? new CheckpointState());
    }

    /// <summary>Reads a file and checks that it is a whole checkpoint, to the last byte. Nothing is restored yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or no checkpoint.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a folder, or the file may not be read.</exception>
    public static TrainingCheckpoint Read(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        if (!file.Metadata.TryGetValue(CheckpointNames.Format, out string? format) || format != CheckpointNames.FormatName)
        {
            throw new InvalidDataException(
                $"{path} is not a checkpoint: its format is {format ?? "not stated"}, expected {CheckpointNames.FormatName}.");
        }

        using CheckpointDigest digest = new(file.Metadata);
        Dictionary<string, CheckpointTensor> tensors = new(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            // The header has been checked against the length of the file, so that no more is allocated than it has.
            float[] values = tensor.Count <= Array.MaxLength
                ? new float[tensor.Count]
                : throw new InvalidDataException(
                    $"{path}: tensor '{tensor.Name}' has {tensor.Count} elements; at most {Array.MaxLength} can be read.");
            file.Read(tensor.Name, values);
            digest.Add(tensor.Name, tensor.Shape, values);
            tensors.Add(tensor.Name, new CheckpointTensor(tensor.Shape, values));
        }

        string expected = file.Metadata.GetValueOrDefault(CheckpointDigest.Key, "missing"), found = digest.Finish();
        return found == expected
            ? new TrainingCheckpoint(path, file.Metadata, tensors)
            : throw new InvalidDataException(
                $"{path} is damaged: the SHA-256 of its contents is {found}, its {CheckpointDigest.Key} {expected}.");
    }

    /// <summary>
    /// Restores a model, its optimizer and other parts. All is checked before the first value changes: a checkpoint that does not fit
    /// changes nothing.
    /// </summary>
    /// <param name="model">The model; its layers, sizes and options must be those of the saved one.</param>
    /// <param name="optimizer">
    /// The optimizer; its kind and hyper-parameters must be those of the saved one. The learning rate is restored.
    /// </param>
    /// <param name="parts">Others that go on from <see cref="State"/>.</param>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not fit; every difference is listed.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    public void Restore(IRnnModel model, IStatefulOptimizer optimizer, params IReadOnlyList<ICheckpointPart> parts) =>
        Prepare(model, optimizer, parts)();

    /// <summary>The first half of <see cref="Restore"/>: checks all of it.</summary>
    /// <returns>The second half.</returns>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not fit; every difference is listed.</exception>
    internal Action Prepare(IRnnModel model, IStatefulOptimizer optimizer, IReadOnlyList<ICheckpointPart> parts)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(parts);
        CheckpointFit fit = new(_metadata, _tensors, model.Description);
        List<string> mismatches = [.. fit.Mismatches, .. optimizer.Misfits(fit.Optimizer)];
        foreach (ICheckpointPart part in parts)
        {
            part.AddMisfits(State, mismatches);
        }

        if (mismatches.Count > 0)
        {
            throw new CheckpointMismatchException(Path, model.Description.Name, mismatches);
        }

        return () =>
        {
            using ParameterEdit edit = model.Parameters.Edit();
            optimizer.Restore(fit.Optimizer);
            foreach (ICheckpointPart part in parts)
            {
                part.Restore(State);
            }

            foreach (ParameterInfo parameter in model.Description.Parameters)
            {
                _tensors[CheckpointNames.Parameter(parameter.Name)].Values.CopyTo(edit.Values[parameter.Offset..]);
            }
        };
    }
}

/// <summary>A tensor of a checkpoint.</summary>
/// <param name="Shape">Shape, row-major.</param>
/// <param name="Values">Its elements.</param>
internal sealed record CheckpointTensor(IReadOnlyList<long> Shape, float[] Values);

/// <summary>A checkpoint is whole but belongs to another model, optimizer or training.</summary>
public sealed class CheckpointMismatchException : Exception
{
    internal CheckpointMismatchException(string path, string model, IReadOnlyList<string> mismatches)
        : base($"{path} does not fit {model} and its training; nothing was restored. {string.Join("; ", mismatches)}.")
    {
        Path = path;
        Mismatches = mismatches;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Everything that does not fit, each a phrase that says what was found and expected; at least one.</summary>
    public IReadOnlyList<string> Mismatches { get; }
}
