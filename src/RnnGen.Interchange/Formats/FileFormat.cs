using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>Tells what a file is from what it begins with; from its name only where that says nothing, as of protobuf.</summary>
internal static class FileFormat
{
    private const int Head = 16;

    /// <summary>What is read, for messages.</summary>
    public const string Known =
        "ONNX, Keras (.keras, .h5), safetensors, JSON of a PyTorch state dictionary, RTNeural or Neural Amp Modeler";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The format of a file.</summary>
    /// <exception cref="InvalidDataException">It is empty, or not what its name says.</exception>
    /// <exception cref="NotSupportedException">It is of no format that is read here.</exception>
    public static NetworkFormat Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] head = new byte[Head];
        int count = file.ReadAtLeast(head, Head, throwOnEndOfStream: false);
        ReadOnlySpan<byte> begin = head.AsSpan(0, count);
        return begin.IsEmpty ? throw FileFault.Damaged(path, "the file is empty")
            : begin.StartsWith(Hdf5File.Signature) ? NetworkFormat.Hdf5
            : begin.StartsWith("PK\x03\x04"u8) ? OfArchive(path, file)
            : IsSafetensors(begin, file.Length) ? NetworkFormat.Safetensors
            : BeginsObject(begin) ? OfJson(path)
            : begin.Length >= 8 && begin[4..8].SequenceEqual("TFL3"u8)
                ? throw new NotSupportedException($"{path} is a TensorFlow Lite file; {Known} are read.")
            : begin is [0x80, >= 2 and <= 5, ..] ? throw Pickle(path)
            : ByName(path, begin);
    }

    private static bool IsSafetensors(ReadOnlySpan<byte> begin, long length) =>
        begin.Length > sizeof(ulong) && begin[sizeof(ulong)] == (byte)'{'
        && BinaryPrimitives.ReadUInt64LittleEndian(begin) <= (ulong)(length - sizeof(ulong));

    private static bool BeginsObject(ReadOnlySpan<byte> begin)
    {
        ReadOnlySpan<byte> text = (begin.StartsWith(ByteOrderMark) ? begin[ByteOrderMark.Length..] : begin).TrimStart(" \t\r\n"u8);
        return text is [(byte)'{', ..];
    }

    private static NetworkFormat OfArchive(string path, FileStream file)
    {
        file.Position = 0;
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read);
            return archive.GetEntry("config.json") is not null ? NetworkFormat.Keras
                : archive.Entries.Any(entry => entry.FullName.EndsWith("data.pkl", StringComparison.Ordinal)) ? throw Pickle(path)
                : throw new NotSupportedException($"{path} is a zip archive without Keras' config.json; {Known} are read.");
        }
        catch (InvalidDataException failure)
        {
            throw FileFault.Damaged(path, $"it must be a zip archive, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <summary>What a JSON file is: its names at the top say so.</summary>
    private static NetworkFormat OfJson(string path)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader reader = new(JsonFile.Load(path).Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
                reader.Skip();
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw FileFault.Damaged(path, $"it must be JSON, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }

        return names.IsSupersetOf(["architecture", "weights"]) ? NetworkFormat.Nam
            : names.Contains("layers") ? NetworkFormat.RtNeural
            : names.Count > 0 && Extension(path) != ".nam" ? NetworkFormat.TorchJson
            : throw FileFault.Damaged(
                path,
                $"it must hold a network, found JSON with {(names.Count == 0 ? "nothing in it" : "neither 'architecture' nor 'weights'")}");
    }

    private static NetworkFormat ByName(string path, ReadOnlySpan<byte> begin)
    {
        string bytes = string.Join(' ', begin[..Math.Min(4, begin.Length)].ToArray().Select(value => value.ToString("x2", null)));
        return Extension(path) switch
        {
            ".onnx" => NetworkFormat.Onnx,
            ".h5" or ".hdf5" or ".keras" or ".safetensors" or ".json" or ".nam" => throw FileFault.Damaged(
                path, $"it begins with bytes {bytes}, which {Extension(path)[1..]} files never do; it is damaged, or not one"),

            // Field 1 of an ONNX model, the version of the format, as a number.
            _ when begin is [0x08, > 0 and < 64, ..] => NetworkFormat.Onnx,
            _ => throw new NotSupportedException($"{path} begins with bytes {bytes}, which no known format does; {Known} are read."),
        };
    }

    private static NotSupportedException Pickle(string path) => new(
        $"{path} is a pickle of PyTorch, a program rather than data, and is not read; write its state dictionary with "
        + "safetensors.torch.save_file(model.state_dict(), \"model.safetensors\") and read that.");

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="NotSupportedException">They are more than an array holds.</exception>
    public static byte[] Bytes(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= Array.MaxLength ? File.ReadAllBytes(path)
            : throw new NotSupportedException($"{path} has {length} bytes; at most {Array.MaxLength} are read.");
    }
}
