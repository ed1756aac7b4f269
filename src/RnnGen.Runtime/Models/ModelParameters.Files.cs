using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Generated;
using RnnGen.Interop;

namespace RnnGen;

public sealed partial class ModelParameters
{
    private const string FormatKey = "format", FormatName = "rnngen", VersionKey = "format_version", FormatVersion = "1";
    private const string ModelKey = "model", SpecHashKey = "spec_hash";

    /// <summary>Writes all parameters to a safetensors file, replacing an older one atomically: a failure leaves it as it was.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained, or were while they were written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public void Save(string path) => Save(path, StorageType.Float32);

    /// <summary>
    /// Writes all parameters and, with them, texts that belong to the model: how its inputs are standardised, its vocabulary.
    /// <see cref="ReadMetadata"/> reads them again.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="texts">Texts by name.</param>
    /// <exception cref="ArgumentException">A name is one that the file itself uses.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained, or were while they were written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Save(path, StorageType.Float32, texts);
    }

    /// <summary>
    /// Writes all parameters in fewer bits: a file of half the size, or of a quarter. <see cref="Load"/> makes floats of it, for every
    /// class of the same layers; a class with <see cref="WeightStorage.Int8"/> has the bits that it has from the file of floats.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="type">
    /// How the weights are stored. <see cref="StorageType.Int8"/> stores kernels so; all other parameters stay floats, and so do the
    /// kernels that a class with <see cref="WeightStorage.Int8"/> keeps in floats.
    /// </param>
    /// <param name="texts">Texts that belong to the model, by name; none unless given.</param>
    /// <exception cref="ArgumentException">The name of a text is one that the file itself uses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    /// <exception cref="NotSupportedException">
    /// A weight is beyond the range of the type, or of eight bits NaN or infinite; the message names all tensors that have such.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained, or were while they were written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public void Save(string path, StorageType type, IReadOnlyDictionary<string, string>? texts = null)
    {
        _ = StoredValues.BytesOf(type);
        long version = Version;
        RequireUnchanged(version, path);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [FormatKey] = FormatName,
            [VersionKey] = FormatVersion,
            [ModelKey] = Description.Name,
            [SpecHashKey] = Description.SpecHash,
        };
        foreach ((string name, string text) in texts ?? new Dictionary<string, string>())
        {
            if (name == StoredOperands.Key || !metadata.TryAdd(name, text))
            {
                throw new ArgumentException($"The file itself has the text '{name}'; take another name.", nameof(texts));
            }
        }

        IReadOnlyList<ParameterInfo> parameters = Description.Parameters;

        // Not of a class that an earlier package generated.
        bool saysOperands = type != StorageType.Int8 || parameters.Any(parameter => parameter.Operands.Count > 0);
        StoredTensor[] tensors =
        [
            .. parameters.Select(parameter => new StoredTensor(
                parameter.Name,
                parameter.Shape,
                saysOperands ? parameter.Operands : StoredOperands.OfUnknown(parameter.Name, parameter.Shape))),
        ];
        AtomicFile.Write(path, stream =>
        {
            StoredTensors.Write(
                stream, Description.Name, tensors, type, index => Values.Slice(parameters[index].Offset, parameters[index].Count),
                metadata);

            // Asked again after the last read: a file with half of an update in it must not replace a good one.
            RequireUnchanged(version, path);
        });
    }

    /// <summary>
    /// Replaces all parameters by those of a safetensors file. Names and shapes must be those of
    /// <see cref="ModelDescription.Parameters"/>, the type F32, or F64, F16, BF16 or I8 with scales, which become F32, and the spec hash
    /// this model's, when the file carries one: other equations can have the same shapes. Everything is read and checked before the first
    /// value changes, so a failure changes nothing.
    /// </summary>
    /// <param name="path">The file; written by <see cref="Save(string)"/> or by another program.</param>
    /// <exception cref="ParameterMismatchException">The file is whole but does not fit; all that does not is listed.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, a number of double precision is beyond the range of a float, or a byte or a scale is none of weights.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a folder, or the file must not be read.</exception>
    public void Load(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        IReadOnlyList<StoredParameter> all = StoredParameter.Of(file);
        Dictionary<string, StoredParameter> stored = all.ToDictionary(each => each.Name, StringComparer.Ordinal);
        List<string> mismatches = Mismatches(file, stored);
        mismatches.AddRange(
            all.Where(each => !_byName.ContainsKey(each.Name)).Select(each => $"{each.Name} is not a parameter of {Description.Name}"));
        if (mismatches.Count != 0)
        {
            throw new ParameterMismatchException(path, Description.Name, mismatches);
        }

        // A read can still fail, hence the detour through a second buffer. Its size is the model's, not the file's.
        AlignedBuffer loaded = AlignedBuffer.Allocate(_values.Length);
        foreach (ParameterInfo parameter in Description.Parameters)
        {
            stored[parameter.Name].Read(file, loaded.Span.Slice(parameter.Offset, parameter.Count));
        }

        using ParameterEdit edit = Edit();
        loaded.Span.CopyTo(edit.Values);
    }

    /// <summary>The texts of a safetensors file: those that were saved with a model, and what the file says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        return file.Metadata;
    }

    private void RequireUnchanged(long version, string path)
    {
        if ((version & 1) != 0 || Version != version)
        {
            throw new InvalidOperationException(
                $"The parameters of {Description.Name} were being edited or trained while they were saved; {path} is unchanged. "
                + "Save before or after.");
        }
    }

    private List<string> Mismatches(SafetensorsReader file, Dictionary<string, StoredParameter> stored)
    {
        List<string> mismatches = [];
        if (file.Metadata.TryGetValue(FormatKey, out string? format) && format == FormatName
            && file.Metadata.TryGetValue(VersionKey, out string? formatVersion) && formatVersion != FormatVersion)
        {
            mismatches.Add($"format_version is {formatVersion}, expected {FormatVersion}");
        }

        if (file.Metadata.TryGetValue(SpecHashKey, out string? specHash) && specHash != Description.SpecHash)
        {
            mismatches.Add(
                $"spec_hash is {specHash}, expected {Description.SpecHash}: layers, sizes or options (a forget bias, for example) differ");
        }

        foreach (ParameterInfo parameter in Description.Parameters)
        {
            if (!stored.TryGetValue(parameter.Name, out StoredParameter? own))
            {
                mismatches.Add($"{parameter.Name} is missing, expected {SafetensorsTensor.Float32} [{string.Join(", ", parameter.Shape)}]");
                continue;
            }

            mismatches.AddRange(own.Faults);
            if (!own.Shape.SequenceEqual(parameter.Shape.Select(extent => (long)extent)))
            {
                mismatches.Add(
                    $"{parameter.Name} has shape [{string.Join(", ", own.Shape)}], expected [{string.Join(", ", parameter.Shape)}]");
            }
        }

        return mismatches;
    }
}

/// <summary>A file of parameters is whole but belongs to another model.</summary>
public sealed class ParameterMismatchException : Exception
{
    internal ParameterMismatchException(string path, string model, IReadOnlyList<string> mismatches)
        : base($"{path} does not fit {model}; nothing was loaded. {string.Join("; ", mismatches)}.")
    {
        Path = path;
        Mismatches = mismatches;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Everything that does not fit, each a phrase that names the tensor and what was expected; at least one.</summary>
    public IReadOnlyList<string> Mismatches { get; }
}
