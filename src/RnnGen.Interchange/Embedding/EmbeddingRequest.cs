using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange.Embedding;

/// <summary>What a build asks for: one file of weights as a resource and what the generator has to know of it.</summary>
/// <param name="File">The file of weights.</param>
/// <param name="Name">What the project and messages call it.</param>
/// <param name="Storage">How its weights are to be stored; empty where they keep their types.</param>
/// <param name="Resource">The name of the resource.</param>
/// <param name="Manifest">Where the description goes.</param>
/// <param name="Blob">Where the contents of the resource go.</param>
internal sealed record EmbeddingRequest(string File, string Name, string Storage, string Resource, string Manifest, string Blob)
{
    /// <summary>What a path ends in that lists further files.</summary>
    private const string InputsSuffix = ".inputs";

    /// <summary>
    /// Where the files are listed, a path a line, that were read beside <see cref="File"/> or instead: data that it refers to, and what it
    /// leads to where it is a link.
    /// </summary>
    public string Inputs => Manifest + InputsSuffix;

    /// <summary>Reads a request: lines of <c>key=value</c>, each key once.</summary>
    /// <exception cref="FormatException">A key is unknown, missing or there twice; the message says which.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static EmbeddingRequest Read(string path)
    {
        string[] keys = ["file", "name", "storage", "resource", "manifest", "blob"];
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string line in System.IO.File.ReadAllLines(path).Where(line => line.Length > 0))
        {
            int end = line.IndexOf('=', StringComparison.Ordinal);
            string key = end < 0 ? line : line[..end];
            if (end < 0 || Array.IndexOf(keys, key) < 0)
            {
                throw new FormatException(
                    $"{path}: a line must be one of {string.Join(", ", keys)} with '=' and its value, found '{line}'");
            }

            if (!values.TryAdd(key, line[(end + 1)..]))
            {
                throw new FormatException($"{path}: '{key}' must be there once, found it twice");
            }
        }

        string[] missing = [.. keys.Where(key => key != "storage" && values.GetValueOrDefault(key, "").Length == 0)];
        return missing.Length > 0 ? throw new FormatException($"{path}: no {string.Join(", no ", missing)}")
            : new EmbeddingRequest(
                values["file"], values["name"], values.GetValueOrDefault("storage", ""), values["resource"], values["manifest"],
                values["blob"]);
    }
}
