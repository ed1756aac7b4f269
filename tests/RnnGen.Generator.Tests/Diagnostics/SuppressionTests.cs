using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>What a project says of diagnostics counts for those of the generator: #pragma, .editorconfig, attributes.</summary>
public sealed class SuppressionTests
{
    // One source for each way in which the generator reports: a model, a layer without a model, the text of a cell.
    private const string Long = "[RnnModel(InputSize = 3, Steps = 500), Gru(4)] partial class Net;";
    private const string Wrong = "[RnnModel(InputSize = 0), Gru(4)] partial class Net;";
    private const string Orphan = "[Gru(4)] class Net;";
    private const string Cell = "[CellEquations(\"state h\")] class NetAttribute(int units) : RecurrentCellAttribute(units);";

    [Theory]
    [InlineData("RNN050", Long)]
    [InlineData("RNN006", Wrong)]
    [InlineData("RNN012", Orphan)]
    [InlineData("RNN033", Cell)]
    public void Pragma(string id, string declaration)
    {
        string[] without =
        [
            .. GeneratorHost.Generate($"using RnnGen;\n{declaration}\n").Diagnostics.Select(diagnostic => diagnostic.Id).Distinct(),
        ];
        Assert.Equal([id], without);
        GeneratorHost.Run($"using RnnGen;\n#pragma warning disable {id}\n{declaration}\n").Reports();
        Assert.Contains(
            id, GeneratorHost.Run($"using RnnGen;\n#pragma warning disable {id}\n#pragma warning restore {id}\n{declaration}\n").Report);
        Assert.Contains(id, GeneratorHost.Run($"using RnnGen;\n{declaration}\n#pragma warning disable {id}\n").Report);
    }

    [Theory]
    [InlineData("RNN050", Long)]
    [InlineData("RNN006", Wrong)]
    [InlineData("RNN012", Orphan)]
    [InlineData("RNN033", Cell)]
    public void SeverityOfAFile(string id, string declaration)
    {
        foreach ((ReportDiagnostic asked, DiagnosticSeverity? expected) in new (ReportDiagnostic, DiagnosticSeverity?)[]
        {
            (ReportDiagnostic.Suppress, null), (ReportDiagnostic.Info, DiagnosticSeverity.Info),
            (ReportDiagnostic.Warn, DiagnosticSeverity.Warning), (ReportDiagnostic.Error, DiagnosticSeverity.Error),
        })
        {
            CSharpCompilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, $"using RnnGen;\n{declaration}\n");
            compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Severities("File0.cs", id, asked)));
            ImmutableArray<Diagnostic> found = GeneratorHost.Generate(compilation).Diagnostics;
            Assert.Equal(expected, found.Select(diagnostic => (DiagnosticSeverity?)diagnostic.Severity).Distinct().SingleOrDefault());
        }
    }

    [Fact]
    public void AttributeOfTheAssembly() => GeneratorHost.Run(
        "using RnnGen;\n[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"RnnGen\", \"RNN050\", Scope = \"module\")]\n"
        + $"{Long}\n").Reports();

    /// <summary>An editor keeps trees apart whose files have one path: no such tree is guessed at.</summary>
    [Fact]
    public void TwoFilesOfOnePath()
    {
        CSharpCompilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, $"using RnnGen;\n{Long}\n")
            .AddSyntaxTrees(GeneratorHost.Tree("class Other;", 0));
        Diagnostic found = Assert.Single(GeneratorHost.Generate(compilation).Diagnostics);
        Assert.Equal(("File0.cs", 1), (found.Location.GetLineSpan().Path, found.Location.GetLineSpan().StartLinePosition.Line));
    }

    /// <summary>What an .editorconfig says of the diagnostics in one file.</summary>
    private sealed class Severities(string path, string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic result)
        {
            result = severity;
            return tree.FilePath == path && diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic result)
        {
            result = ReportDiagnostic.Default;
            return false;
        }
    }
}
