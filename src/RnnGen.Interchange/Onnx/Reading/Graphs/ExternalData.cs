using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>Data of tensors that stands in files beside the ONNX file, nowhere else.</summary>
/// <param name="folder">The folder of the ONNX file; <see langword="null"/> refuses such data.</param>
internal sealed class ExternalData(string? folder)
{
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>The files that have been read, each once.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The bytes of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="count">How many bytes its shape takes.</param>
    /// <exception cref="InvalidDataException">The place is outside the folder, or the file is too short.</exception>
    public byte[] Read(TensorProto tensor, long count)
    {
        string location = Entry(tensor, "location") ?? throw Bad(tensor, "names no file");
        if (folder is null)
        {
            throw Bad(tensor, $"stands in another file, '{location}', which is not read here");
        }

        // Links are followed before the comparison: a link inside the folder can lead out of it.
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), path = Path.GetFullPath(Path.Combine(root, location));
        if (Path.IsPathRooted(location) || !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Bad(tensor, $"stands in '{location}', outside the folder of the ONNX file");
        }

        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw Bad(tensor, $"stands in '{location}', which is not there");
        }

        for (FileSystemInfo? part = file; part is not null && part.FullName.Length > root.Length; part = Directory.GetParent(part.FullName))
        {
            if (part.LinkTarget is not null)
            {
                throw Bad(tensor, $"stands in '{location}', which is a link");
            }
        }

        long offset = Number(tensor, "offset") ?? 0, length = Number(tensor, "length") ?? count;
        if (length != count)
        {
            throw Bad(tensor, $"takes {count} bytes, its entry says {length}");
        }

        using FileStream stream = file.OpenRead();
        if (offset < 0 || offset > stream.Length || count > stream.Length - offset)
        {
            throw Bad(tensor, $"takes {count} bytes from {offset} of '{location}', which has {stream.Length}");
        }

        byte[] bytes = new byte[count];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        _files.Add(path);
        return bytes;
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key) => Entry(tensor, key) is not string text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Bad(tensor, $"has '{text}' as its {key}");

    private static InvalidDataException Bad(TensorProto tensor, string what) => new($"the data of tensor '{tensor.Name}' {what}");
}
