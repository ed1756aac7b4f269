using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics.Pages;

/// <summary>
/// A page under docs/diagnostics: id and title, severity and message, cause, an example that gets the diagnostic, the cure, the example
/// cured.
/// </summary>
internal sealed partial class DiagnosticPage
{
    private const string Folder = "docs/diagnostics/";

    private DiagnosticPage(string id)
    {
        Name = $"{Folder}{id}.md";
        MarkdownPage page = MarkdownPage.Read(Name);
        Match head = Head().Match(string.Join('\n', page.Lines));
        Assert.True(head.Success, $"{Name} does not begin with '# {id}: title', an empty line, and '**Error.** message'.");
        Title = head.Groups["title"].Value;
        Severity = head.Groups["severity"].Value;
        Message = head.Groups["message"].Value;
        Assert.Equal(id, head.Groups["id"].Value);
        Wrong = Example(page, "csharp wrong");
        Right = Example(page, "csharp right");
        Assert.True(page.Prose.Trim().Split("\n\n").Length >= 4, $"{Name} has no paragraph for the cause and one for the cure.");
    }

    /// <summary>Path within the repository.</summary>
    public string Name { get; }

    public string Title { get; }

    public string Severity { get; }

    /// <summary>What the wrong example is told.</summary>
    public string Message { get; }

    public PageExample? Wrong { get; }

    public PageExample? Right { get; }

    /// <summary>The ids that have a page.</summary>
    public static string[] Ids =>
        [.. MarkdownPage.Names.Where(IsPage).Select(name => Path.GetFileNameWithoutExtension(name))];

    public static DiagnosticPage Read(string id) => new(id);

    private static bool IsPage(string name) => name.StartsWith(Folder, StringComparison.Ordinal);

    private static PageExample? Example(MarkdownPage page, string language) =>
        page.Blocks.SingleOrDefault(block => block.Language == language) is CodeBlock block ? new PageExample(block) : null;

    [GeneratedRegex(@"^# (?<id>RNN\d{3}): (?<title>.+)\n\n\*\*(?<severity>\w+)\.\*\* (?<message>.+)\n\n")]
    private static partial Regex Head();
}
