using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>Somebody follows the tutorial: every command, every file, and what is seen.</summary>
public sealed partial class TutorialTests(PackedRepository packed)
{
    private const string Commands = "sh", Output = "text", Table = "csv";

    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/tutorial.md");

    [Fact]
    public void PageIsShort() => Assert.InRange(Page.Lines.Count, 1, 200);

    [Fact]
    public async Task EveryStepWorksAndShowsWhatThePageShows()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string folder = packed.Feed.At("tutorial"), seen = "", table = "";
        Directory.CreateDirectory(folder);
        foreach (CodeBlock block in Page.Blocks)
        {
            string text = string.Join('\n', block.Lines) + '\n';
            switch (block.Language)
            {
                case Commands:
                    foreach (string line in block.Lines)
                    {
                        (folder, seen) = await Follow(folder, line);
                    }

                    break;
                case CodeBlock.CSharp:
                    (string file, bool isAdded) = Target(block);
                    string path = Path.Combine(folder, file);
                    await File.WriteAllTextAsync(
                        path, isAdded ? $"{await File.ReadAllTextAsync(path, cancellation)}\n{text}" : text, cancellation);
                    break;
                case Output:
                    Assert.EndsWith(text, seen.ReplaceLineEndings("\n"), StringComparison.Ordinal);
                    break;
                case Table:
                    table = text;
                    break;
                default:
                    Assert.Fail($"Line {block.FirstLine}: what is a reader to do with a block of '{block.Language}'?");
                    break;
            }
        }

        string data = await File.ReadAllTextAsync(Path.Combine(folder, "power.csv"), cancellation);
        Assert.NotEmpty(table);
        Assert.StartsWith(table, data.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "network.svg"), cancellation));
        Assert.Contains("The next day", await File.ReadAllTextAsync(Path.Combine(folder, "report.html"), cancellation));
        Assert.NotEqual(0, new FileInfo(Path.Combine(folder, "power.onnx")).Length);
        Assert.NotEqual(0, new FileInfo(Path.Combine(folder, "power.safetensors")).Length);
    }

    /// <summary>Types a line: where one is then, and what one has seen.</summary>
    private static async Task<(string Folder, string Seen)> Follow(string folder, string line)
    {
        string[] words = line.Split(' ');
        return words[0] switch
        {
            "cd" => (Path.GetFullPath(words[1], folder), ""),
            "dotnet" => (folder, await PackedRepository.Succeed(words[1] == "run"
                ? Command.Dotnet(folder, "run", words[2..])
                : Command.Run(folder, "dotnet", words[1..]))),
            _ => throw new InvalidDataException($"'{line}' is no command that a reader has."),
        };
    }

    /// <summary>The file that the line before a block names, and whether the block comes at its end.</summary>
    private static (string File, bool IsAdded) Target(CodeBlock block)
    {
        string before = Page.Lines.Take(block.FirstLine - 2).Last(line => line.Length > 0);
        Match named = FileName().Matches(before).Last();
        return (named.Groups[1].Value, before.Contains("to the end of", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"`(\w+\.cs)`")]
    private static partial Regex FileName();
}
