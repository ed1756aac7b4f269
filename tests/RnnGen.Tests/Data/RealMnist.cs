using System;
using System.IO;

namespace RnnGen.Tests.Data;

/// <summary>Where the MNIST files are, if this machine has them.</summary>
internal static class RealMnist
{
    /// <summary>Names the folder of the files, or a folder with a subfolder <c>mnist</c>.</summary>
    public const string EnvironmentVariable = "RNNGEN_DATA";

    /// <summary>The folder, or null: what the environment variable says, else ../shared/data/mnist seen from the repository's root.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is string { Length: > 0 } named)
        {
            string inside = Path.Combine(named, "mnist");
            return Directory.Exists(inside) ? inside : named;
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        string? beside = root?.Parent is DirectoryInfo parent ? Path.Combine(parent.FullName, "shared", "data", "mnist") : null;
        return Directory.Exists(beside) ? beside : null;
    }
}
