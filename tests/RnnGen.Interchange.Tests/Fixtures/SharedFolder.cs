using System.IO;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Files that are not in the repository; tests that need them are skipped where they are not there.</summary>
internal static class SharedFolder
{
    /// <summary>A file or folder among the networks of others, <c>RNNGEN_MODELS</c> or ../shared/models.</summary>
    public static string Models(string name, params string[] parts) => Find("RNNGEN_MODELS", "models", name, parts);

    /// <summary>A file or folder among the reference numbers, <c>RNNGEN_GOLDEN</c> or ../shared/golden.</summary>
    public static string Golden(string name, params string[] parts) => Find("RNNGEN_GOLDEN", "golden", name, parts);

    private static string Find(string variable, string kind, string name, string[] parts)
    {
        string? folder = NearbyFolder.Find(variable, kind, name);
        Assert.SkipWhen(folder is null, $"No {kind}/{name}: set {variable}.");
        return Path.Combine([folder, .. parts]);
    }
}
