using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Where fixtures are: the folder that RNNGEN_GOLDEN names, or the one copied beside the tests.</summary>
internal static class FixtureFolder
{
    public const string EnvironmentVariable = "RNNGEN_GOLDEN";

    private static readonly EnumerationOptions AnyCase = new()
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        IgnoreInaccessible = false,
        AttributesToSkip = 0,
    };

    /// <summary>The folder copied beside the tests.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The folder in use.</summary>
    public static string Current =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } folder ? Resolve(folder) : Default;

    /// <summary>All fixtures of networks below a folder, as schema/file.json.</summary>
    public static IReadOnlyList<string> List(string folder) => List(folder, "tf", "torch", "onnx");

    /// <summary>All fixtures of some schemas below a folder, as schema/file.json.</summary>
    public static IReadOnlyList<string> List(string folder, params string[] schemas) =>
    [
        .. schemas
            .Where(schema => Directory.Exists(Path.Combine(folder, schema)))
            .SelectMany(schema => Directory.GetFiles(Path.Combine(folder, schema), "*.json", AnyCase)
                .Select(file => $"{schema}/{Path.GetFileName(file)}"))
            .Order(StringComparer.Ordinal),
    ];

    public static JsonNode Read(string folder, string path) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, path))) ?? throw new InvalidDataException($"{path} holds nothing.");

    /// <summary>The test runner works in its own folder; a relative path means the one that the command was given in.</summary>
    private static string Resolve(string folder) =>
        Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } start && Path.IsPathFullyQualified(start)
            ? Path.GetFullPath(folder, start)
            : Path.GetFullPath(folder);
}
