using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Tests.Documentation;

/// <summary>A page of the documentation: its text and its fenced blocks.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string name)
    {
        Name = name;
        Lines = File.ReadAllLines(Repository.At(name.Split('/')));
        List<CodeBlock> blocks = [];
        List<string> prose = [];
        CodeBlock? open = null;
        for (int line = 0; line < Lines.Count; line++)
        {
            if (!Lines[line].StartsWith("```", StringComparison.Ordinal))
            {
                (open is null ? prose : open.Lines).Add(Lines[line]);
            }
            else if (open is null)
            {
                open = new CodeBlock(Lines[line][3..].Trim(), line + 2, []);
            }
            else
            {
                blocks.Add(open);
                open = null;
            }
        }

        Blocks = open is null ? blocks : throw new InvalidDataException($"A block of {name} is not closed.");
        Prose = string.Join('\n', prose);
    }

    /// <summary>Path within the repository, with forward slashes.</summary>
    public string Name { get; }

    /// <summary>All lines.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>All fenced blocks.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>What is not in a fenced block.</summary>
    public string Prose { get; }

    /// <summary>Names of all pages.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Append("README.md")
            .Order(StringComparer.Ordinal);

    public static MarkdownPage Read(string name) => new(name);

    /// <summary>Targets of links that lead to files.</summary>
    public IEnumerable<string> FileLinks() =>
        Link().Matches(Prose).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Paths of the repository that the prose names as code.</summary>
    public IEnumerable<string> RepositoryPaths() => PathInCode().Matches(Prose).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|\.ci)/[\w./-]+)`")]
    private static partial Regex PathInCode();
}

/// <summary>A fenced block: what stands behind the fence, the number of its first line, its lines.</summary>
internal sealed record CodeBlock(string Language, int FirstLine, List<string> Lines)
{
    /// <summary>C# for the reader to write.</summary>
    public const string CSharp = "csharp";

    /// <summary>C# quoted from a generated file; a line <c>// ...</c> leaves something out.</summary>
    public const string Generated = "csharp generated";
}
