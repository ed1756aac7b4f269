using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RnnGen.Sample.Commands;

/// <summary>The file of <c>--json</c>: an array with an object a result, for other programs.</summary>
internal static class JsonFile
{
    /// <summary>A value that is not a number is written as the string "NaN".</summary>
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">The results.</param>
    /// <param name="types">How to write them without reflection, for NativeAOT.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write<T>(string path, T[] records, IJsonTypeInfoResolver types)
    {
        JsonSerializerOptions options = new(Style) { TypeInfoResolver = types };
        try
        {
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(records, options.GetTypeInfo(typeof(T[]))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--json: {exception.Message}");
        }
    }
}
