using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Bits.Tests;

/// <summary>The record: a file for each model, a line for each result, so that a difference names what it is of.</summary>
internal static class Record
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Find(), "Record");

    public static string FileName(string model) => $"{model.Replace(",", "").Replace(' ', '-')}.txt";

    public static string[] Read(string model) => File.Exists(At(model)) ? File.ReadAllLines(At(model)) : [];

    public static void Write(string model, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(At(model), string.Concat(lines.Select(line => line + "\n")));
    }

    public static IEnumerable<string> FileNames() => Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)!);

    private static string At(string model) => Path.Combine(Folder, FileName(model));
}
