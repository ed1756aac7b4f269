using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics.Pages;

/// <summary>
/// The C# of an example. A comment <c>// RNN006: 0</c> says that the <c>0</c> before it is underlined, the last one in the line;
/// <c>// 129 times</c> says that the line is to be thought so often.
/// </summary>
internal sealed partial class PageExample
{
    public PageExample(CodeBlock block)
    {
        StringBuilder source = new();
        List<string> marks = [];
        foreach (string line in block.Lines)
        {
            Match mark = Mark().Match(line);
            if (mark.Success)
            {
                string text = mark.Groups["text"].Value;
                int start = line.LastIndexOf(text, mark.Index, StringComparison.Ordinal);
                Assert.True(start >= 0, $"'{text}' is not in the line '{line}'.");
                marks.Add(Place(mark.Groups["id"].Value, source.Length + start, text.Length));
            }

            Match times = Times().Match(line);
            source.Insert(source.Length, line + "\n", times.Success ? int.Parse(times.Groups[1].Value) : 1);
        }

        Source = source.ToString();
        Marks = marks;
    }

    /// <summary>As it is compiled.</summary>
    public string Source { get; }

    /// <summary>Diagnostics that the comments ask for, with their places.</summary>
    public IReadOnlyList<string> Marks { get; }

    /// <summary>A diagnostic at its place.</summary>
    public static string Place(string id, int start, int length) => $"{id} at {start}, {length} characters";

    [GeneratedRegex(@"\s*// (?<id>RNN\d{3}): (?<text>.+)$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"// (\d+) times")]
    private static partial Regex Times();
}
