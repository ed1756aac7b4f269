using System;
using System.IO;

namespace RnnGen.Tests.Data;

/// <summary>Where real data are, if this machine has them.</summary>
internal static class RealData
{
    /// <summary>Names a folder with the subfolders <c>mnist</c> and <c>japanese-vowels</c>, or the folder of the MNIST files.</summary>
    public const string EnvironmentVariable = "RNNGEN_DATA";

    /// <summary>The folder of the MNIST files, or null.</summary>
    public static string? Mnist() => Find("mnist") ?? Named();

    /// <summary>The folder of the Japanese vowels, or null.</summary>
    public static string? Vowels() => Find("japanese-vowels");

    /// <summary>A subfolder of what the environment variable names, else of ../shared/data seen from the repository's root.</summary>
    private static string? Find(string name)
    {
        if (Named() is string named)
        {
            string inside = Path.Combine(named, name);
            return Directory.Exists(inside) ? inside : null;
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        string? beside = root?.Parent is DirectoryInfo parent ? Path.Combine(parent.FullName, "shared", "data", name) : null;
        return Directory.Exists(beside) ? beside : null;
    }

    private static string? Named() => Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named ? named : null;
}
