using System;
using System.IO;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>JSON files, read strictly: what is wrong with one is told in one line with its name.</summary>
internal static class JsonFile
{
    /// <summary>Containers within each other; networks and their weights need fewer than ten.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Parses tokens one by one.</summary>
    /// <typeparam name="T">What comes of them.</typeparam>
    public delegate T Parser<out T>(ref Utf8JsonReader reader);

    /// <summary>The bytes of a file, without a byte order mark.</summary>
    /// <exception cref="NotSupportedException">The file is larger than 2 GB.</exception>
    public static ReadOnlyMemory<byte> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > Array.MaxLength)
        {
            throw FileFault.Unsupported(path, $"at most {Array.MaxLength} bytes are read, found {stream.Length}");
        }

        byte[] bytes = new byte[(int)stream.Length];
        stream.ReadExactly(bytes);
        return bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsMemory(3) : bytes;
    }

    /// <summary>Parses a file whose value is an object, and nothing after it; the parser starts at its opening brace.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or not an object.</exception>
    public static T Parse<T>(string path, ReadOnlySpan<byte> json, Parser<T> parse)
    {
        Utf8JsonReader reader = new(json, ReaderOptions);
        try
        {
            reader.Read();
            Expect(ref reader, JsonTokenType.StartObject, path, "the file");
            T result = parse(ref reader);

            // Runs into anything but whitespace after the closing brace.
            reader.Read();
            return result;
        }
        catch (JsonException failure)
        {
            throw NotJson(path, failure);
        }
    }

    /// <summary>A small file as a tree.</summary>
    /// <exception cref="InvalidDataException">The text is not JSON, or not an object.</exception>
    public static JsonDocument Tree(string path, ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException failure)
        {
            throw NotJson(path, failure);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        JsonValueKind found = document.RootElement.ValueKind;
        document.Dispose();
        throw FileFault.Damaged(path, $"it must be an object, found {found}");
    }

    /// <summary>A string, or the name of a property.</summary>
    /// <exception cref="InvalidDataException">The bytes are no Unicode.</exception>
    public static string Text(ref Utf8JsonReader reader, string path, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            // The reader's answer to bytes that are not UTF-8 and to half a surrogate pair.
            throw FileFault.Damaged(path, $"{what} must be valid Unicode, found something else", failure);
        }
    }

    /// <summary>Refuses a token of another kind.</summary>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string path, string what)
    {
        if (reader.TokenType != type)
        {
            throw FileFault.Damaged(path, $"{what} must be {Name(type)}, found {Name(reader.TokenType)}");
        }
    }

    /// <summary>A whole number from 0 to 2^31 - 1.</summary>
    public static int Count(ref Utf8JsonReader reader, string path, string what)
    {
        Expect(ref reader, JsonTokenType.Number, path, what);
        return reader.TryGetInt32(out int count) && count >= 0 ? count
            : throw FileFault.Damaged(path, $"{what} must be a whole number from 0 to {int.MaxValue}, found another number");
    }

    /// <summary>A token as messages call it.</summary>
    public static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "the end of an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "something else",
    };

    private static InvalidDataException NotJson(string path, JsonException failure) =>
        FileFault.Damaged(path, $"it must be JSON, found an error in it: {failure.Message.TrimEnd('.')}", failure);
}
