using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Interop;

namespace RnnGen.Interchange.Embedding;

/// <summary>
/// Turns a file of weights into the contents of a resource and a manifest. A file that cannot be used gives a manifest that says why:
/// where the class is declared the generator shows it, which knows the place.
/// </summary>
internal static class WeightEmbedder
{
    /// <summary>What one resource may have: it is addressed by an int.</summary>
    private const long MaxBytes = int.MaxValue;

    /// <summary>As many as Linux follows; links may lead to each other.</summary>
    private const int MaxLinks = 40;

    /// <summary>A time before any build, for what is to be made again by the next one.</summary>
    private static readonly DateTime Outdated = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes resource, list of inputs and manifest, each as a whole, the manifest last.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be written.</exception>
    public static void Run(EmbeddingRequest request)
    {
        foreach (string path in (string[])[request.Manifest, request.Blob])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        List<string> inputs = Links(request.File);
        string manifest;
        try
        {
            using EmbeddedContent content = Open(request);
            inputs.AddRange(content.FurtherFiles);
            BlobLayout layout = new(content.Tensors);
            if (layout.Length > MaxBytes)
            {
                throw new NotSupportedException(string.Create(
                    CultureInfo.InvariantCulture, $"{request.Name} takes {layout.Length} bytes; at most {MaxBytes} can be embedded."));
            }

            byte[] hash = [];
            AtomicFile.WriteCache(request.Blob, stream => hash = layout.Write(stream));
            manifest = ManifestText.Of(request, content, layout, hash);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or ArgumentException)
        {
            manifest = ManifestText.OfError(request, Message(request, fault));
            AtomicFile.WriteCache(request.Blob, stream => { });

            // What was wrong may be put right without the file being touched: a right to read it, data beside it.
            File.SetLastWriteTimeUtc(request.Blob, Outdated);
        }

        WriteText(request.Inputs, string.Concat(inputs.Select(path => path + "\n")));
        WriteText(request.Manifest, manifest);
    }

    private static EmbeddedContent Open(EmbeddingRequest request)
    {
        StorageType? storage = Storage(request);
        if (Directory.Exists(request.File))
        {
            throw new NotSupportedException($"{request.Name} is a folder; a file of weights was expected.");
        }

        if (!File.Exists(request.File))
        {
            throw new NotSupportedException($"{request.Name} does not exist.");
        }

        try
        {
            NetworkFormat format = NetworkFiles.FormatOf(request.File);
            return format == NetworkFormat.Safetensors
                ? SafetensorsContent.Open(request.File, storage) : NetworkContent.Read(request.File, format, storage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NotSupportedException($"{request.Name} cannot be read: {failure.Message}", failure);
        }
    }

    private static StorageType? Storage(EmbeddingRequest request)
    {
        string[] names = Enum.GetNames<StorageType>();
        int index = Array.FindIndex(names, name => name.Equals(request.Storage, StringComparison.OrdinalIgnoreCase));
        return request.Storage.Length == 0 ? null
            : index >= 0 ? Enum.Parse<StorageType>(names[index])
            : throw new NotSupportedException(
                $"{request.Name} is to be stored as '{request.Storage}'; Storage must be {string.Join(", ", names[..^1])} or {names[^1]}.");
    }

    /// <summary>
    /// What was wrong, with the name of the file in front, and without a machine's folders: equal files give equal manifests.
    /// </summary>
    private static string Message(EmbeddingRequest request, Exception fault)
    {
        string message = fault.Message.Replace(request.File, request.Name, StringComparison.Ordinal);
        return message.StartsWith(request.Name, StringComparison.Ordinal) ? message : $"{request.Name}: {message}";
    }

    /// <summary>What a link leads to, and so on: its own time stays when the file is written that it leads to.</summary>
    private static List<string> Links(string path)
    {
        List<string> links = [];
        FileSystemInfo? file = new FileInfo(path);
        while (links.Count < MaxLinks && file?.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: false) is { } next)
        {
            links.Add(next.FullName);
            file = next;
        }

        return links;
    }

    private static void WriteText(string path, string text) =>
        AtomicFile.WriteCache(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
