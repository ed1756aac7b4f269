using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generated;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN094 and RNN095: generator, runtime and libraries that come from packages of different contracts.</summary>
public sealed class ContractDiagnosticTests
{
    private const string Model = "[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(4)] partial class";
    private const string Models = $"{Model} Net;\n{Model} Other;\n";

    // The attributes that the models name; a runtime of another version has whatever else.
    private const string Language = """
        namespace RnnGen
        {
            public class RnnModelAttribute : System.Attribute { public int InputSize { get; set; } }
            public class LstmAttribute(int units) : System.Attribute { public int Units => units; }
        }
        """;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(-1, -1)]
    public void RuntimeOfAnotherPackage(int oldest, int newest)
    {
        (oldest, newest) = (Contract.Version + oldest, Contract.Version + newest);
        string kept = oldest == newest ? $"contract {newest}" : $"contracts {oldest} to {newest}";
        GeneratorRunResult result = Generate(Runtime($"Oldest = {oldest}, Version = {newest}"), Models);
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(
            "RNN094 The generator of RnnGen " + $"{Contract.Package} writes code for contract {Contract.Version}, but this project " +
            $"refers to RnnGen 9.8.7-beta, which keeps {kept}: take both from one package",
            $"{found.Id} {found.GetMessage()}");
        Assert.Equal("RnnGen.RnnModel(InputSize = 3)", Models.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public void RuntimeWithoutAContract()
    {
        Diagnostic found = Assert.Single(Generate(GeneratorHost.Compilation(NullableContextOptions.Enable, Language), Models).Diagnostics);
        Assert.Equal(
            $"RNN094 The generator of RnnGen {Contract.Package} writes code for contract {Contract.Version}, but this project " +
            "refers to RnnGen 0.0.0, which keeps none: take both from one package",
            $"{found.Id} {found.GetMessage()}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 0)]
    public void RuntimeThatKeepsTheContract(int oldest, int newest)
    {
        GeneratorRunResult result = Generate(
            Runtime($"Oldest = {Contract.Version + oldest}, Version = {Contract.Version + newest}"), Models);
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedSources);
    }

    /// <summary>Said of the project, with or without models of its own: a reference has no place in its sources.</summary>
    [Theory]
    [InlineData("")]
    [InlineData($"{Model} Net;")]
    public void LibraryOfAnotherContract(string source)
    {
        string next = $"{Contract.Version + 1}";
        GeneratorHost.Run([MarkedLibrary.Reference(next, "9.8.7-beta")], source).Reports(
            $"RNN095 [] 'Package' was compiled with RnnGen 9.8.7-beta, whose generated code keeps contract {next}, but this project " +
            $"refers to RnnGen {Contract.Package}, which keeps contract {Contract.Version}: compile 'Package' again with " +
            $"RnnGen {Contract.Package}, or refer to RnnGen 9.8.7-beta here");
    }

    /// <summary>A library that the compiler knows by its sources, as an editor holds the projects of a solution.</summary>
    [Fact]
    public void ProjectOfAnotherContract()
    {
        Compilation library = GeneratorHost.Compilation(NullableContextOptions.Enable, MarkedLibrary.Source("7", "7.0.0"));
        GeneratorRun run = GeneratorHost.Run([library.WithAssemblyName("Neighbour").ToMetadataReference()], "");
        Assert.StartsWith("RNN095 [] 'Neighbour' was compiled with RnnGen 7.0.0, ", run.Report);
    }

    [Fact]
    public void LibrariesThatFit()
    {
        MetadataReference generated = GeneratorHost.Run(Models).Output.WithAssemblyName("Generated").ToMetadataReference();
        MetadataReference marked = MarkedLibrary.Reference($"{Contract.Version}", "0.0.1");
        GeneratorHost.Run([generated, marked, GeneratorHost.Reference("public class Plain;")], "class Program;").Compiles();
    }

    /// <summary>A mark that nobody of ours has written says nothing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("two")]
    [InlineData("-1")]
    public void MarksThatAreNoNumbers(string mark) =>
        GeneratorHost.Run([MarkedLibrary.Reference(mark, "1.0.0")], "class Program;").Compiles();

    /// <summary>
    /// The mark that a library bears is the one that is read: generated for this contract, it is refused by the next one.
    /// </summary>
    [Fact]
    public void WhatIsGeneratedIsWhatIsRead()
    {
        using MemoryStream image = new();
        Compilation library = GeneratorHost.Run(Models).Output.WithAssemblyName("Generated");
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        string next = $"Oldest = {Contract.Version + 1}, Version = {Contract.Version + 1}";
        GeneratorRunResult result = Generate(Runtime(next), "class Program;", MetadataReference.CreateFromImage(image.ToArray()));
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(Location.None, found.Location);
        Assert.StartsWith(
            $"RNN095 'Generated' was compiled with RnnGen {Contract.Package}, whose generated code keeps contract {Contract.Version}, ",
            $"{found.Id} {found.GetMessage()}");
    }

    private static Compilation Runtime(string numbers) => GeneratorHost.Compilation(
        NullableContextOptions.Enable,
        Language,
        $$"""
        [assembly: System.Reflection.AssemblyMetadata("RnnGen.Package", "9.8.7-beta")]
        namespace RnnGen.Generated { public class Contract { public const int {{numbers}}; } }
        """);

    /// <summary>Generates against another runtime than the one that the tests run on.</summary>
    private static GeneratorRunResult Generate(Compilation runtime, string source, params MetadataReference[] libraries)
    {
        CSharpCompilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, source);
        MetadataReference[] system = [.. Platform(compilation)];
        return GeneratorHost.Generate(compilation.WithReferences(
            [.. system, runtime.WithAssemblyName("RnnGen.Runtime").WithReferences(system).ToMetadataReference(), .. libraries]));
    }

    private static MetadataReference[] Platform(Compilation compilation) =>
        [.. compilation.References.Where(reference => !reference.Display!.EndsWith("RnnGen.Runtime.dll", System.StringComparison.Ordinal))];
}
