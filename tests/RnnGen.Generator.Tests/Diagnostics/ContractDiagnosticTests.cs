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
    private const string Models = "[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(4)] partial class Net;\n[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(4)] partial class Other;\n";

    // The attributes that the models name; a runtime of another version has whatever else.
    private const string Language = """
        namespace RnnGen
        {
            public class RnnModelAttribute : System.Attribute { public int InputSize { get; set; } }
            public class LstmAttribute(int units) : System.Attribute { public int Units => units; }
        }
        """;

    [Theory]
    [InlineData("Oldest = 2, Version = 2", "contract 2")]
    [InlineData("Oldest = 2, Version = 4", "contracts 2 to 4")]
    [InlineData("Oldest = 0, Version = 0", "contract 0")]
    public void RuntimeOfAnotherPackage(string numbers, string kept)
    {
        GeneratorRunResult result = Generate(Runtime(numbers), Models);
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(
            "RNN094 The generator of RnnGen.Runtime " + $"{Contract.Package} writes code for contract {Contract.Version}, but this project refers to RnnGen.Runtime 9.8.7-beta, " +
            $"which keeps {kept}: take both from one package",
            $"{found.Id} {found.GetMessage()}");
        Assert.Equal("RnnGen.RnnModel(InputSize = 3)", Models.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public void RuntimeWithoutAContract()
    {
        Diagnostic found = Assert.Single(Generate(GeneratorHost.Compilation(NullableContextOptions.Enable, Language), Models).Diagnostics);
        Assert.Equal(
            $"RNN094 The generator of RnnGen.Runtime {Contract.Package} writes code for contract {Contract.Version}, but this project refers to RnnGen.Runtime 0.0.0, " +
            "which keeps none: take both from one package",
            $"{found.Id} {found.GetMessage()}");
    }

    [Theory]
    [InlineData("Oldest = 1, Version = 1")]
    [InlineData("Oldest = 1, Version = 3")]
    public void RuntimeThatKeepsTheContract(string numbers)
    {
        GeneratorRunResult result = Generate(Runtime(numbers), Models);
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedSources);
    }

    /// <summary>Said of the project, with or without models of its own: a reference has no place in its sources.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(4)] partial class Net;")]
    public void LibraryOfAnotherContract(string source)
    {
        string next = $"{Contract.Version + 1}";
        GeneratorHost.Run([MarkedLibrary.Reference(next, "9.8.7-beta")], source).Reports(
            "RNN095 [] 'Package' was compiled with RnnGen.Runtime 9.8.7-beta, whose generated code keeps contract " + $"{next}, but this project refers to RnnGen.Runtime {Contract.Package}, " +
            $"which keeps contract {Contract.Version}: compile 'Package' again with RnnGen.Runtime {Contract.Package}, or refer to RnnGen.Runtime 9.8.7-beta here");
    }

    /// <summary>A library that the compiler knows by its sources, as an editor holds the projects of a solution.</summary>
    [Fact]
    public void ProjectOfAnotherContract()
    {
        Compilation library = GeneratorHost.Compilation(NullableContextOptions.Enable, MarkedLibrary.Source("7", "7.0.0")).WithAssemblyName("Neighbour");
        Assert.StartsWith("RNN095 [] 'Neighbour' was compiled with RnnGen.Runtime 7.0.0, ", GeneratorHost.Run([library.ToMetadataReference()], "").Report);
    }

    [Fact]
    public void LibrariesThatFit()
    {
        MetadataReference generated = GeneratorHost.Run(Models).Output.WithAssemblyName("Generated").ToMetadataReference();
        GeneratorHost.Run([generated, MarkedLibrary.Reference($"{Contract.Version}", "0.0.1"), GeneratorHost.Reference("public class Plain;")], "class Program;").Compiles();
    }

    /// <summary>A mark that nobody of ours has written says nothing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("two")]
    [InlineData("-1")]
    public void MarksThatAreNoNumbers(string mark) => GeneratorHost.Run([MarkedLibrary.Reference(mark, "1.0.0")], "class Program;").Compiles();

    /// <summary>The mark that a library bears is the one that is read: what is generated for contract 1 is refused by a runtime of contract 2.</summary>
    [Fact]
    public void WhatIsGeneratedIsWhatIsRead()
    {
        using MemoryStream image = new();
        Assert.True(GeneratorHost.Run(Models).Output.WithAssemblyName("Generated").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        GeneratorRunResult result = Generate(Runtime("Oldest = 2, Version = 2"), "class Program;", MetadataReference.CreateFromImage(image.ToArray()));
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(Location.None, found.Location);
        Assert.StartsWith(
            $"RNN095 'Generated' was compiled with RnnGen.Runtime {Contract.Package}, whose generated code keeps contract {Contract.Version}, ", $"{found.Id} {found.GetMessage()}");
    }

    private static Compilation Runtime(string numbers) => GeneratorHost.Compilation(
        NullableContextOptions.Enable,
        Language,
        $"namespace RnnGen.Generated {{ public static class Contract {{ public const int {numbers}; public const string Package = \"9.8.7-beta\"; }} }}");

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
