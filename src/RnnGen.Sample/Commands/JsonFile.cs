using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnGen.Sample.Commands;

/// <summary>The file of <c>--json</c>: an array with an object a result, for other programs.</summary>
internal static class JsonFile
{
    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">The results.</param>
    /// <param name="type">How to write them without reflection.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write<T>(string path, T[] records, JsonTypeInfo<T[]> type)
    {
        try
        {
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(records, type));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--json: {exception.Message}");
        }
    }
}
