using System;
using System.IO;

namespace RnnGen.Tests.Data;

/// <summary>Folders that stand beside the clone, or where an environment variable says.</summary>
internal static class NearbyFolder
{
    /// <summary>What a variable names; null where it is not set.</summary>
    public static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : null;

    /// <summary>A subfolder of what a variable names, else of ../shared beside the repository; null where there is none.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="kind">The folder in ../shared whose place the variable takes.</param>
    /// <param name="name">The subfolder.</param>
    public static string? Find(string variable, string kind, string name)
    {
        if (Named(variable) is string named)
        {
            string inside = Path.Combine(named, name);
            return Directory.Exists(inside) ? inside : null;
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        string? beside = root?.Parent is DirectoryInfo parent ? Path.Combine(parent.FullName, "shared", kind, name) : null;
        return Directory.Exists(beside) ? beside : null;
    }
}
