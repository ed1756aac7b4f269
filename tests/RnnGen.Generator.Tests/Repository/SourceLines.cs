using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Generator.Tests.Repository;

/// <summary>What is too long in a file written by hand.</summary>
/// <param name="Path">The file, seen from the root of the repository, with slashes.</param>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Columns">Its length.</param>
internal sealed record LongLine(string Path, int Line, int Columns)
{
    public override string ToString() => $"{Path}:{Line} has {Columns} columns";
}

/// <summary>Lines of C# beyond a number of columns.</summary>
internal static class SourceLines
{
    /// <summary>Long lines of one text, a column being what a reader sees as one character.</summary>
    public static IEnumerable<LongLine> Longer(string path, string text, int most)
    {
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            int columns = line.Length <= most ? line.Length : new StringInfo(line.TrimEnd('\r')).LengthInTextElements;
            if (columns > most)
            {
                yield return new LongLine(path, number, columns);
            }
        }
    }

    /// <summary>Long lines of all files of some folders, without what is built and what is recorded of the generator.</summary>
    public static IEnumerable<LongLine> Longer(string root, IEnumerable<string> folders, int most) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(IsWritten)
        .Order(StringComparer.Ordinal)
        .SelectMany(file => Longer(file, File.ReadAllText(Path.Combine(root, file)), most));

    private static bool IsWritten(string path) =>
        !path.Split('/').Any(part => part is "bin" or "obj")
        && !path.EndsWith(".verified.cs", StringComparison.Ordinal)
        && !path.EndsWith(".received.cs", StringComparison.Ordinal);
}
