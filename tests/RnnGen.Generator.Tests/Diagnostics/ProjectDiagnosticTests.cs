using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN090 to RNN093: what a project does that no attribute can be blamed for.</summary>
public sealed class ProjectDiagnosticTests
{
    private const string Attributes = "[RnnModel(InputSize = 3), Lstm(4), Dense(2), SoftmaxCrossEntropy]";
    private const string Source =
        $"using RnnGen;\nnamespace Samples;\n{Attributes} partial class Net;\npartial class Outer {{ {Attributes} partial class Net; }}\n";

    private const string Twice =
        "' was written by RnnGen and is compiled a second time, as a source of the project: leave such files out with " +
        "<Compile Remove=\"$(CompilerGeneratedFilesOutputPath)/**/*.cs\" />";

    /// <summary>All files, or those that somebody has left in the folder.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Samples.Net.Row.g.cs")]
    [InlineData("Samples.Outer+Net.g.cs")]
    public void GeneratedFilesCompiledTwice(string only)
    {
        GeneratorRun first = GeneratorHost.Run(Source).Compiles();
        SyntaxTree[] written = [.. first.Files.Where(file => only.Length == 0 || file.Key == only)
            .Select(file => GeneratorHost.Tree(file.Value, $"/project/Generated/RnnGen.Generator/{file.Key}", LanguageVersion.Default))];
        Diagnostic found = Assert.Single(
            GeneratorHost.Generate(GeneratorHost.Compilation(NullableContextOptions.Enable, Source).AddSyntaxTrees(written)).Diagnostics);
        string name = only.Length == 0 ? "Samples.Net.g.cs" : only;
        Assert.Equal($"RNN090 '{name}{Twice}", $"{found.Id} {found.GetMessage()}");
        Assert.Equal(name, System.IO.Path.GetFileName(found.Location.SourceTree!.FilePath));
        Assert.Equal(
            "Net", found.Location.SourceTree.ToString().Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    /// <summary>A file of the same name that somebody wrote is like any other.</summary>
    [Fact]
    public void FileOfTheUsersWithAGeneratedName()
    {
        SyntaxTree own = GeneratorHost.Tree(
            "namespace Samples;\npartial class Net { class Stages; }\n", "/project/Samples.Net.g.cs", LanguageVersion.Default);
        Diagnostic found = Assert.Single(
            GeneratorHost.Generate(GeneratorHost.Compilation(NullableContextOptions.Enable, Source).AddSyntaxTrees(own)).Diagnostics);
        Assert.Equal("RNN013", found.Id);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    public void LanguageVersion11AndBelow(LanguageVersion language, string name) => GeneratorHost.Run(
        new ProjectSettings(language, NullableContextOptions.Disable),
        $"using RnnGen;\nnamespace Samples\n{{\n{Attributes.Replace("Lstm(4)", "Lstm(0)")} partial class Net {{ }}\n"
        + $"{Attributes} partial class Other {{ }}\n}}\n")
        .Reports(
            $"RNN091 [RnnModel(InputSize = 3)] RnnGen writes C# 12, but the project is compiled as C# {name}: "
            + "set LangVersion to 12 or later, or leave it out");

    [Theory]
    [InlineData("namespace RnnGen { class Generated; }", "Generated", "RnnGen.Generated", "namespace")]
    [InlineData("namespace RnnGen.Threading { class WorkerTeam; }", "WorkerTeam", "RnnGen.Threading.WorkerTeam", "type")]
    [InlineData("namespace RnnGen.Generated { interface ISimd<T>; }", "ISimd", "RnnGen.Generated.ISimd", "type")]
    [InlineData("namespace RnnGen.ModelParameters { class X; }", "ModelParameters", "RnnGen.ModelParameters", "type")]
    [InlineData("namespace System { class Math; }", "Math", "System.Math", "type")]
    [InlineData("namespace System { class ObsoleteAttribute; }", "ObsoleteAttribute", "System.ObsoleteAttribute", "type")]
    [InlineData("namespace System.Runtime { class CompilerServices; }", "CompilerServices", "System.Runtime.CompilerServices", "namespace")]
    [InlineData(
        "namespace System.Reflection { class AssemblyMetadataAttribute; }", "AssemblyMetadataAttribute",
        "System.Reflection.AssemblyMetadataAttribute", "type")]
    [InlineData("namespace RnnGen.Generated { class Contract; }", "Contract", "RnnGen.Generated.Contract", "type")]
    public void NameOfGeneratedCodeIsHidden(string declaration, string place, string name, string what)
    {
        const string models =
            "[RnnGen.RnnModel, RnnGen.Embedding(5, 3), RnnGen.Gru(4)] partial class Net;\n[RnnGen.RnnModel, RnnGen.Embedding(5, 3), "
            + "RnnGen.Gru(4)] partial class Other;";
        GeneratorHost.Run($"{models}\n{declaration}\n")
            .Reports($"RNN092 [{place}] '{name}' of this project hides the {what} of that name, which generated code uses; rename it");
        GeneratorHost.Run($"partial class Net;\n{declaration}\n").Compiles();
    }

    [Theory]
    [InlineData("internal Net(int size) { }")]
    [InlineData("internal Net(int size) : base() { }")]
    [InlineData("private Net() => Threads = 1;")]
    [InlineData("internal Net(string name, int size = 3) { }")]
    public void ConstructorWithoutTheGeneratedOne(string constructor)
    {
        foreach (NullableContextOptions nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
        {
            ProjectSettings settings = new(Nullable: nullable);
            string report = GeneratorHost.Run(settings, $"using RnnGen;\n{Attributes} partial class Net {{ {constructor} }}\n").Report;
            Assert.StartsWith(
                "RNN093 [Net] This constructor of 'Net' leaves the model without parameters: call the generated one with ': this(seed)', "
                + "seed being a ulong, or another constructor that does",
                report);
        }
    }

    [Theory]
    [InlineData("internal Net(int size) : this((ulong)size) { } internal Net(string text) : this(text.Length) { } static Net() { }")]
    [InlineData("internal Net(int size) : this(seed: 3) => Threads = size;")]
    public void ConstructorsThatLeadToTheGeneratedOne(string constructors) =>
        GeneratorHost.Run($"using RnnGen;\n{Attributes} partial class Net {{ {constructors} }}\n").Compiles();

    [Fact]
    public void PartialConstructors()
    {
        ProjectSettings settings = new(LanguageVersion.Preview);
        const string Members = "internal partial Net(int a); internal partial Net(int a) : this((ulong)a) { }";
        GeneratorHost.Run(settings, $"using RnnGen;\n{Attributes} partial class Net {{ {Members} }}\n").Compiles();
        Assert.StartsWith("RNN093 [Net]", GeneratorHost.Run(
            settings,
            $"using RnnGen;\n{Attributes} partial class Net {{ internal partial Net(int a); internal partial Net(int a) {{ }} }}\n").Report,
            StringComparison.Ordinal);
    }
}
