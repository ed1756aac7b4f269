using System;
using System.IO;

namespace RnnGen.Tests.Documentation;

/// <summary>The folder that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>
    /// Its root, found upwards from the test program: source paths in the program are no help, deterministic builds replace them.
    /// </summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder in it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RnnGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"There is no RnnGen.sln above {AppContext.BaseDirectory}.");
    }
}
