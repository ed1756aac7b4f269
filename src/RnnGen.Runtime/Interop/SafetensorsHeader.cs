using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interop;

/// <summary>The JSON header of a safetensors file: parsed strictly, since what it says decides what is read from where.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The reference implementation's limit.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>The one name in a header that is not a tensor.</summary>
    public const string MetadataName = "__metadata__";

    private readonly string _file;
    private readonly long _dataLength;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private List<SafetensorsTensor> _tensors = [];

    private SafetensorsHeader(string file, long dataLength)
    {
        _file = file;
        _dataLength = dataLength;
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    /// <summary>The metadata; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Parses a header and checks that its tensors tile the data without overlap or hole.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="json">The header, padding included.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Damaged(file, $"the header must begin with '{{', found {(json.IsEmpty ? "an empty header" : $"byte 0x{json[0]:x2}")}");
        }

        SafetensorsHeader header = new(file, dataLength);
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            header.ReadAll(ref reader);

            // Runs into anything but whitespace after the closing brace.
            reader.Read();
        }
        catch (JsonException failure)
        {
            throw Damaged(file, $"the header must be JSON, found an error in it: {failure.Message.TrimEnd('.')}", failure);
        }

        header.CheckTiling();
        return header;
    }

    /// <summary>The exception for a damaged file.</summary>
    public static InvalidDataException Damaged(string file, string what, Exception? cause = null) =>
        new($"{file} is not a valid safetensors file: {what}.", cause);

    private void ReadAll(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader, "a tensor's name");
            if (!_names.Add(name))
            {
                throw Damaged($"every name must occur once, found '{name}' twice");
            }

            reader.Read();
            if (name == MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _tensors.Add(ReadTensor(ref reader, name));
            }
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataName);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader, $"a key of {MetadataName}");
            reader.Read();
            Expect(ref reader, JsonTokenType.String, $"'{key}' of {MetadataName}");
            if (!_metadata.TryAdd(key, Text(ref reader, $"'{key}' of {MetadataName}")))
            {
                throw Damaged($"every key of {MetadataName} must occur once, found '{key}' twice");
            }
        }
    }

    private SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = Text(ref reader, $"a field of tensor '{name}'");
            reader.Read();
            switch (field)
            {
                case "dtype" when dtype is null:
                    Expect(ref reader, JsonTokenType.String, $"dtype of tensor '{name}'");
                    dtype = Text(ref reader, $"dtype of tensor '{name}'");
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref reader, $"shape of tensor '{name}'");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref reader, $"data_offsets of tensor '{name}'");
                    break;
                default:
                    throw Damaged(
                        $"tensor '{name}' must have dtype, shape and data_offsets, each once and nothing else, found another '{field}'");
            }
        }

        if (dtype is null || shape is null || offsets is null)
        {
            string missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Damaged($"tensor '{name}' must have dtype, shape and data_offsets, found no {missing}");
        }

        return Checked(name, dtype, shape, offsets);
    }

    private SafetensorsTensor Checked(string name, string dtype, List<long> shape, List<long> offsets)
    {
        if (offsets.Count != 2 || offsets[0] > offsets[1] || offsets[1] > _dataLength)
        {
            throw Damaged(
                $"data_offsets of tensor '{name}' must be two ascending offsets up to {_dataLength}, found [{string.Join(", ", offsets)}]");
        }

        int bits = SafetensorsTensor.BitsOf(dtype);
        if (bits == 0)
        {
            throw Damaged($"dtype of tensor '{name}' must be one of the format, found '{dtype}'");
        }

        long count = 1, totalBits;
        try
        {
            foreach (long extent in shape)
            {
                count = checked(count * extent);
            }

            totalBits = checked(count * bits);
        }
        catch (OverflowException failure)
        {
            throw Damaged($"tensor '{name}' must fit into {_dataLength} bytes, found shape [{string.Join(", ", shape)}]", failure);
        }

        // A type of 4 or 6 bits can end inside a byte, which the format does not permit.
        long bytes = offsets[1] - offsets[0];
        if (totalBits % 8 != 0 || totalBits / 8 != bytes)
        {
            throw Damaged(
                $"tensor '{name}' of {dtype} and shape [{string.Join(", ", shape)}] must take {totalBits} bits, found {bytes} bytes");
        }

        return new SafetensorsTensor(name, dtype, shape, count, offsets[0], offsets[1]);
    }

    /// <summary>The format has no gaps: bytes that belong to no tensor could hide anything, and shared ones mean a forged header.</summary>
    private void CheckTiling()
    {
        _tensors = [.. _tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        long expected = 0;
        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (tensor.Begin != expected)
            {
                throw Damaged(
                    $"tensor '{tensor.Name}' must begin at byte {expected}, where the one before it ends, "
                    + $"found {tensor.Begin} ({(tensor.Begin < expected ? "an overlap" : "a hole")})");
            }

            expected = tensor.End;
        }

        if (expected != _dataLength)
        {
            throw Damaged($"the tensors must fill the {_dataLength} bytes after the header, found {expected}");
        }
    }

    private List<long> Numbers(ref Utf8JsonReader reader, string what)
    {
        List<long> numbers = [];
        Expect(ref reader, JsonTokenType.StartArray, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, what);
            if (!reader.TryGetInt64(out long number) || number < 0)
            {
                throw Damaged($"{what} must be whole numbers from 0 to 2^63 - 1, found another number");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private string Text(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            // The reader's answer to bytes that are not UTF-8 and to half a surrogate pair.
            throw Damaged($"{what} must be valid Unicode, found something else", failure);
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
        {
            throw Damaged($"{what} must be JSON's {type}, found {reader.TokenType}");
        }
    }

    private InvalidDataException Damaged(string what, Exception? cause = null) => Damaged(_file, what, cause);
}
