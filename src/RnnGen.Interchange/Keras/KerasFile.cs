using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>A Keras file: the model's configuration and its weights.</summary>
/// <param name="Path">The file.</param>
/// <param name="Configuration">The model as JSON.</param>
/// <param name="Version">Keras' version, where the file says it.</param>
/// <param name="Weights">The weights.</param>
internal sealed record KerasFile(string Path, JsonDocument Configuration, string? Version, KerasWeights Weights) : IDisposable
{
    private const string ConfigurationName = "config.json", MetadataName = "metadata.json", WeightsName = "model.weights.h5";

    /// <summary>
    /// How much larger an entry of an archive may be than the archive: Keras packs without compressing, others may repack.
    /// </summary>
    private const int MaxRatio = 32, SmallBytes = 1 << 20;

    /// <summary>Opens a file of any of Keras' formats.</summary>
    public static KerasFile Open(string path, KerasReaderOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] start = new byte[8];
        using FileStream stream = File.OpenRead(path);
        ReadOnlySpan<byte> found = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        stream.Position = 0;
        return found.SequenceEqual(Hdf5File.Signature) ? OfHdf5(path, All(path, stream), options)
            : found.StartsWith("PK\u0003\u0004"u8) ? OfArchive(path, stream)
            : throw FileFault.Damaged(
                path, $"it must be a .keras archive or HDF5, found {(found.IsEmpty ? "an empty file" : "another beginning")}");
    }

    /// <summary>The weights alone of a file of any of Keras' formats.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isArchive">Whether it is an archive; otherwise it is HDF5.</param>
    public static Hdf5File OpenWeights(string path, bool isArchive)
    {
        using FileStream stream = File.OpenRead(path);
        return new Hdf5File(path, isArchive ? PackedWeights(path, stream) : All(path, stream));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Configuration.Dispose();
        Weights.Dispose();
    }

    private static KerasFile OfArchive(string path, FileStream stream)
    {
        byte[] configuration, weights;
        string? version;
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            configuration = Entry(path, archive, stream.Length, ConfigurationName)
                ?? throw FileFault.Damaged(path, $"the archive must have {ConfigurationName}, found none");
            weights = Entry(path, archive, stream.Length, WeightsName)
                ?? throw FileFault.Damaged(path, $"the archive must have {WeightsName}, found none");
            version = Entry(path, archive, stream.Length, MetadataName) is byte[] metadata ? VersionIn(path, metadata) : null;
        }
        catch (Exception failure) when (IsOfArchive(failure) && !failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw FileFault.Damaged(path, $"it must be a zip archive, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }

        JsonDocument document = JsonFile.Tree($"{path}, {ConfigurationName}", configuration);
        return new KerasFile(path, document, version, KerasWeights.Of(new Hdf5File(path, weights), path));
    }

    private static byte[] PackedWeights(string path, FileStream stream)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            return Entry(path, archive, stream.Length, WeightsName)
                ?? throw FileFault.Damaged(path, $"the archive must have {WeightsName}, found none");
        }
        catch (Exception failure) when (IsOfArchive(failure) && !failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw FileFault.Damaged(path, $"it must be a zip archive, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    private static bool IsOfArchive(Exception failure) =>
        failure is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException;

    private static byte[] All(string path, FileStream stream)
    {
        if (stream.Length > Array.MaxLength)
        {
            throw FileFault.Unsupported(path, $"at most {Array.MaxLength} bytes are read, found {stream.Length}");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[]? Entry(string path, ZipArchive archive, long archiveLength, string name)
    {
        if (archive.GetEntry(name) is not ZipArchiveEntry entry)
        {
            return null;
        }

        long limit = Math.Min(Math.Max(MaxRatio * archiveLength, SmallBytes), Array.MaxLength);
        if (entry.Length < 0 || entry.Length > limit)
        {
            throw FileFault.Damaged(
                path, $"{name} must have at most {limit} bytes in an archive of {archiveLength}, found {entry.Length}");
        }

        byte[] bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        int read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length && content.ReadByte() < 0 ? bytes
            : throw FileFault.Damaged(path, $"{name} must have {bytes.Length} bytes, found {(read == bytes.Length ? "more" : read)}");
    }

    private static KerasFile OfHdf5(string path, byte[] bytes, KerasReaderOptions options)
    {
        Hdf5File file = new(path, bytes);
        try
        {
            string? text = file.Text("", "model_config");
            if (text is null && options.ConfigurationPath is null)
            {
                throw FileFault.Unsupported(
                    path,
                    "it holds weights alone, and not the layers that they belong to: "
                    + "give the model's config.json too (option ConfigurationPath)");
            }

            JsonDocument document = text is null
                ? JsonFile.Tree(options.ConfigurationPath!, JsonFile.Load(options.ConfigurationPath!))
                : JsonFile.Tree($"{path}, model_config", Encoding.UTF8.GetBytes(text));
            return new KerasFile(path, document, file.Text("", "keras_version"), KerasWeights.Of(file, path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string? VersionIn(string path, byte[] metadata)
    {
        using JsonDocument document = JsonFile.Tree($"{path}, {MetadataName}", metadata);
        return document.RootElement.TryGetProperty("keras_version", out JsonElement version) && version.ValueKind == JsonValueKind.String
            ? version.GetString() : null;
    }
}
