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
    public void Save(string path) => Save(path, new Dictionary<string, string>());

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
        long version = Version;
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [FormatKey] = FormatName,
            [VersionKey] = FormatVersion,
            [ModelKey] = Description.Name,
            [SpecHashKey] = Description.SpecHash,
        };
        foreach ((string name, string text) in texts)
        {
            if (!metadata.TryAdd(name, text))
            {
                throw new ArgumentException($"The file itself has the text '{name}'; take another name.", nameof(texts));
            }
        }

        AtomicFile.Write(path, stream =>
        {
            SafetensorsWriter writer = new(
                stream, [.. Description.Parameters.Select(parameter => (parameter.Name, parameter.Shape))], metadata);
            foreach (ParameterInfo parameter in Description.Parameters)
            {
                writer.Write(Values.Slice(parameter.Offset, parameter.Count));
            }

            writer.Complete();

            // Asked after the last read: a file with half of an update in it must not replace a good one.
            if ((version & 1) != 0 || Version != version)
            {
                throw new InvalidOperationException(
                    $"The parameters of {Description.Name} were being edited or trained while they were saved; {path} is unchanged. "
                    + "Save before or after.");
            }
        });
    }

    /// <summary>
    /// Replaces all parameters by those of a safetensors file. Names and shapes must be those of
    /// <see cref="ModelDescription.Parameters"/>, the type F32, or F64, F16 or BF16, which become F32, and the spec hash this model's, when
    /// the file carries one: other equations can have the same shapes. Everything is read and checked before the first value changes, so a
    /// failure changes nothing.
    /// </summary>
    /// <param name="path">The file; written by <see cref="Save(string)"/> or by another program.</param>
    /// <exception cref="ParameterMismatchException">The file is whole but does not fit; all that does not is listed.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or a number of double precision is beyond the range of a float.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a folder, or the file must not be read.</exception>
    public void Load(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        List<string> mismatches = Mismatches(file);
        if (mismatches.Count != 0)
        {
            throw new ParameterMismatchException(path, Description.Name, mismatches);
        }

        // A read can still fail, hence the detour through a second buffer. Its size is the model's, not the file's.
        AlignedBuffer loaded = AlignedBuffer.Allocate(_values.Length);
        foreach (ParameterInfo parameter in Description.Parameters)
        {
            file.Read(parameter.Name, loaded.Span.Slice(parameter.Offset, parameter.Count));
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

    private List<string> Mismatches(SafetensorsReader file)
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
            if (!file.TryGet(parameter.Name, out SafetensorsTensor? tensor))
            {
                mismatches.Add($"{parameter.Name} is missing, expected {SafetensorsTensor.Float32} [{string.Join(", ", parameter.Shape)}]");
                continue;
            }

            if (!tensor.CanRead)
            {
                mismatches.Add($"{parameter.Name} is {tensor.Dtype}, expected {FloatConversion.Types}");
            }

            if (!tensor.Shape.SequenceEqual(parameter.Shape.Select(extent => (long)extent)))
            {
                mismatches.Add(
                    $"{parameter.Name} has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", parameter.Shape)}]");
            }
        }

        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            if (!_byName.ContainsKey(tensor.Name))
            {
                mismatches.Add($"{tensor.Name} is not a parameter of {Description.Name}");
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
