using System;
using System.IO;
using System.Linq;

namespace RnnGen.Web.Modes;

/// <summary>Declarations of networks and what the generator has made of them, from the files of this build.</summary>
internal static class GeneratedCode
{
    private const string ScheduleType = "private static partial class Schedule";

    /// <summary>The attributes and the class, as they stand in the source.</summary>
    /// <param name="network">Name of the class.</param>
    public static string Declaration(string network)
    {
        string source = Read($"{network}.cs");
        return source[source.IndexOf("[RnnModel", StringComparison.Ordinal)..].TrimEnd();
    }

    /// <summary>The type that runs the stages in order, as the generator has written it, without its indentation.</summary>
    /// <param name="network">Name of the class.</param>
    public static string Schedule(string network)
    {
        string[] lines = Read($"{network}.g.cs").Split('\n');
        int first = Array.FindIndex(lines, line => line.Contains(ScheduleType, StringComparison.Ordinal));
        string indentation = lines[first][..lines[first].IndexOf(ScheduleType, StringComparison.Ordinal)];
        int last = Array.FindIndex(lines, first, line => line.TrimEnd() == $"{indentation}}}");

        // The comment that says what the type is stands above it.
        return string.Join('\n', lines[(first - 1)..(last + 1)].Select(line => line.Length > 0 ? line[indentation.Length..] : line));
    }

    private static string Read(string resource)
    {
        using Stream stream = typeof(GeneratedCode).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The build has embedded no {resource}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
