using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics.Pages;

/// <summary>Pages of diagnostics say what is so: each example gets its diagnostic at the place that it marks, and the cure helps.</summary>
public sealed class DiagnosticPageTests
{
    /// <summary>What examples need not repeat.</summary>
    private const string Usings = "global using System;\nglobal using RnnGen;\nglobal using RnnGen.Training;\n";

    private const string OnnxNetwork =
        "using RnnGen;\n\n[RnnModel(InputSize = 3, Training = false)]\n[Rnn(4)]\npublic sealed partial class Small;\n";

    /// <summary>Diagnostics that no source can show, which have their tests elsewhere.</summary>
    private static readonly Dictionary<string, string> NotShown = new()
    {
        ["RNN056"] = "about an item of the project file",
        ["RNN089"] = "about a fault of the generator",
        ["RNN090"] = "about the files that are compiled",
        ["RNN091"] = "about the version of the language",
        ["RNN094"] = "about a reference",
        ["RNN095"] = "about a reference",
    };

    /// <summary>The one that counts others, which therefore stand beside it.</summary>
    private static readonly Dictionary<string, string> Beside = new() { ["RNN081"] = "RNN030" };

    public static TheoryData<string> Ids => [.. CatalogueTests.All.Select(descriptor => descriptor.Id)];

    public static TheoryData<string> Shown => [.. Ids.Select(row => row.Data).Except(NotShown.Keys)];

    [Fact]
    public void EveryDiagnosticHasAPageAndEveryPageADiagnostic() =>
        Assert.Equal(CatalogueTests.All.Select(descriptor => descriptor.Id), DiagnosticPage.Ids);

    [Fact]
    public void TheIndexListsThem() => Assert.Equal(
        CatalogueTests.All.Select(found => $"| [{found.Id}](diagnostics/{found.Id}.md) | {found.Title} | {found.DefaultSeverity} |"),
        MarkdownPage.Read("docs/diagnostics.md").Lines.Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => string.Concat(line.Split('|').Take(4).Select(cell => cell + "|"))));

    [Theory]
    [MemberData(nameof(Ids))]
    public void APageNamesTitleSeverityAndMessage(string id)
    {
        DiagnosticDescriptor descriptor = CatalogueTests.All.Single(found => found.Id == id);
        DiagnosticPage page = DiagnosticPage.Read(id);

        Assert.Equal(descriptor.Title.ToString(), page.Title);
        Assert.Equal(descriptor.DefaultSeverity.ToString(), page.Severity);
        Assert.Matches($"^{Regex.Replace(Regex.Escape(descriptor.MessageFormat.ToString()), @"\\\{\d}", ".+")}$", page.Message);
        Assert.EndsWith("/" + page.Name, descriptor.HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void TheExampleGetsTheDiagnosticThatItMarks(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);
        Assert.NotNull(page.Wrong);
        Diagnostic[] found =
        [
            .. Run(id, page.Wrong, isCured: false).Found
                .Where(diagnostic => diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal))
                .Where(diagnostic => diagnostic.Id != Beside.GetValueOrDefault(id)),
        ];

        Assert.All(page.Wrong.Marks, mark => Assert.StartsWith(id, mark));
        Assert.Equal(page.Wrong.Marks, found.Select(diagnostic => PageExample.Place(
            diagnostic.Id, diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)));
        Assert.All(found, diagnostic => Assert.Contains(page.Message, diagnostic.GetMessage()));
        Assert.All(found, diagnostic => Assert.EndsWith("/" + page.Name, diagnostic.Descriptor.HelpLinkUri));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheCureHelps(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);
        Assert.True(page.Right is not null || NotShown.ContainsKey(id) || page.Severity == "Info", "An example is not cured.");
        if (page.Right is PageExample example)
        {
            Assert.Empty(example.Marks);
            Run(id, example, isCured: true).Compiles();
        }
    }

    private static GeneratorRun Run(string id, PageExample example, bool isCured) => id == "RNN043"
        ? GeneratorHost.RunWithCosts(example.Source, Usings)
        : GeneratorHost.Run(Files(id, isCured), example.Source, Usings);

    /// <summary>What the build has put into the assembly of an example.</summary>
    private static WeightsFile[] Files(string id, bool isCured) => (id, isCured) switch
    {
        ("RNN051", true) or ("RNN052", true) or ("RNN056", true) => [Matrix().With("rnn0/bias", [4], new float[4])],
        ("RNN052", false) => [WeightsFile.Unusable("net.safetensors", "it is not there")],
        ("RNN053", _) => [Matrix()],
        ("RNN054", _) => [Onnx()],
        ("RNN055", _) => [Onnx().With("note", "the steps are axis 0")],
        _ => [],
    };

    private static WeightsFile Matrix(string file = "net.safetensors", string format = "Safetensors") =>
        new WeightsFile(file, format).With("rnn0/kernel", [7, 4], new float[28]);

    private static WeightsFile Onnx() => Matrix("net.onnx", "Onnx").With("rnn0/bias", [4], new float[4]).Declaring(OnnxNetwork);
}
