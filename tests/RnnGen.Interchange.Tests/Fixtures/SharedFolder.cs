using System;
using System.IO;
using Xunit;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Files that are not in the repository; tests that need them are skipped where they are not there.</summary>
internal static class SharedFolder
{
    /// <summary>A file or folder among the networks of others, <c>RNNGEN_MODELS</c>.</summary>
    public static string Models(params string[] parts) => Find("RNNGEN_MODELS", parts);

    /// <summary>A file or folder among the reference numbers, <c>RNNGEN_GOLDEN</c>.</summary>
    public static string Golden(params string[] parts) => Find("RNNGEN_GOLDEN", parts);

    private static string Find(string variable, string[] parts)
    {
        string? folder = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{variable} names no folder.");
        return Path.Combine([folder!, .. parts]);
    }
}
