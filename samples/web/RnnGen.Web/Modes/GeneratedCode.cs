using System;
using System.IO;
using System.Linq;

namespace RnnGen.Web.Modes;

/// <summary>Declarations of networks and what the generator has made of them, from the files of this build.</summary>
internal static class GeneratedCode
{
    /// <summary>The attributes and the class, as they stand in the source.</summary>
    /// <param name="network">Name of the class.</param>
    public static string Declaration(string network)
    {
        string source = Read($"{network}.cs");
        return source[source.IndexOf("[RnnModel", StringComparison.Ordinal)..].TrimEnd();
    }

    /// <summary>The methods that run the first layer, as the generator has written them, without their indentation.</summary>
    /// <param name="network">Name of the class.</param>
    public static string Schedule(string network)
    {
        string[] lines = Read($"{network}.g.cs").Split('\n');
        int first = Line("All steps of layer 0"), last = Line("All steps of layer 1");
        int indentation = lines[first].Length - lines[first].TrimStart().Length;
        return string.Join('\n', lines[first..last].Select(line => line.Length > 0 ? line[indentation..] : line)).TrimEnd() + '\n';

        int Line(string text) => Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal));
    }

    private static string Read(string resource)
    {
        using Stream stream = typeof(GeneratedCode).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The build has embedded no {resource}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
