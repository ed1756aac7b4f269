using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Classes of the user's that have the names of the language's: what an attribute is, its class says and not its name.</summary>
public sealed class NamesakeTests
{
    private const string Net = "[Rnn(4)]\n[Dense(2)]";
    private const string Plainly = "Quux";

    private static readonly Lazy<string> Plainest = new(() => CodeOfCell($"{Plainly}Attribute"));
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Without = new(
        () => GeneratorHost.Run(GeneratorHost.Source(Net)).Compiles().Files);

    /// <summary>Every attribute class that the runtime declares, without "Attribute".</summary>
    public static TheoryData<string> Names => [.. typeof(RnnModelAttribute).Assembly.GetExportedTypes()
        .Where(type => typeof(Attribute).IsAssignableFrom(type)).Select(type => type.Name[..^"Attribute".Length])];

    [Fact]
    public void EveryAttributeIsTested() => Assert.True(Names.Count >= 20, $"{Names.Count} attributes");

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("Attribute")]
    [InlineData("Layer2")]
    public void ACellIsItsEquationsWhateverItsName(string name)
    {
        Assert.Equal(Plain(Plainest.Value, name), Plain(CodeOfCell(name == "Attribute" ? name : $"{name}Attribute"), name));

        // The hash of the layers knows their names, tables are as wide as they need, and a digit is set apart from the layer's number.
        static string Plain(string code, string name) => Regex.Replace(
            Regex.Replace(Regex.Replace(code, "\"[0-9a-f]{16}\"", "hash"), " +", " "), $"({name}|{Plainly})_?(?=[012(\"])", Plainly,
            RegexOptions.IgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnotherAttributeMeansNothing(string name)
    {
        string other =
            $"namespace Mine;\ninternal sealed class {name}Attribute(int a, double b = 0) : System.Attribute "
            + "{ public int A => a; public double B => b; public bool LearnedInitialState { get; set; } }\n";
        string nested =
            "namespace Theirs;\ninternal static class RnnGen\n{\n"
            + $"    public sealed class {name}Attribute(string name) : System.Attribute {{ public string Name => name; }}\n}}\n";
        string uses = $"[Mine.{name}(3, LearnedInitialState = true)]\n[Theirs.RnnGen.{name}(\"a\")]\n{Net}";
        const string declaration = "public partial class Net { /// <summary>Mine.</summary>\n public int InitialState => 1; }";
        Assert.Equal(
            Without.Value, GeneratorHost.Run(other, nested, GeneratorHost.Source(uses, declaration: declaration)).Compiles().Files);
        GeneratorHost.Run(other, $"[Mine.{name}(1)] class Orphan;").Compiles();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AClassOfAnotherAssemblyInOurNamespaceMeansNothing(string name)
    {
        // The project's own class hides the language's; the compiler says so.
        string other =
            $"namespace RnnGen {{ internal sealed class {name}Attribute(object a = null) : System.Attribute "
            + "{ public object A => a; } }\n";
        string source = $"using RnnGen;\n[RnnGen.{name}]\npublic partial class Orphan;";
        Assert.DoesNotContain("RNN", GeneratorHost.Run(other, source).Report);
        Assert.Empty(GeneratorHost.Run(other, source).Files);
    }

    [Fact]
    public void PropertiesThatACellDeclaresAreItsOwn()
    {
        string cell = $"using RnnGen;\n{Cell}\ninternal sealed class MineAttribute(int units) : RecurrentCellAttribute(units)\n{{\n" +
            "    public bool LayerNorm { get; set; }\n    public bool Bias { get; set; }\n    public double ProjectionClip { get; set; }\n"
            + "    public double Epsilon { get; set; }\n" +
            "    public new bool Residual { get; set; }\n    public new double InputDropout { get; set; }\n    public new int Merge { get; "
            + "set; }\n    public new bool LearnedInitialState { get; set; }\n}\n";
        IReadOnlyDictionary<string, string> expected = GeneratorHost.Run(cell, GeneratorHost.Source("[Mine(4)]")).Compiles().Files;
        Assert.Equal(expected, GeneratorHost.Run(cell, GeneratorHost.Source(
            "[Mine(4, LayerNorm = true, Bias = false, ProjectionClip = -1, Epsilon = 0, Residual = true, InputDropout = 7, Merge = 99, "
            + "LearnedInitialState = true)]")).Compiles().Files);
    }

    [Theory]
    [InlineData("RecurrentLayerAttribute(units)", "[Own(3)]")]
    [InlineData("WeightedLayerAttribute", "[Own(4)]")]
    [InlineData("LossAttribute", "[Own(5)]")]
    public void WhatDerivesFromTheLanguageWithoutEquationsIsRefused(string basis, string attribute) => GeneratorHost.Run(
        $"using RnnGen;\ninternal sealed class OwnAttribute(int units) : {basis} {{ public int Number {{ get; }} = units; }}\n",
        GeneratorHost.Source($"{Net}\n{attribute}")).Reports(
        $"RNN036 [{attribute.Trim('[', ']')}] [Own] is not a layer: class 'OwnAttribute' must derive from RecurrentCellAttribute, "
        + "with [CellEquations(...)]");

    private static string CodeOfCell(string name) => string.Concat(GeneratorHost.Run(
        $"namespace Mine;\n{Cell}\ninternal sealed class {name}(int units) : RnnGen.RecurrentCellAttribute(units);\n",
        GeneratorHost.Source($"[Mine.{name}(3)]\n[Mine.{name}(5)]\n[Rnn(4)]")).Compiles().Files.Values);

    private const string Cell = "[RnnGen.CellEquations(\"state c\\nz = [x, c] * kernel + bias\\nc' = 0.5*c + softsign(z)\\noutput c'\")]";
}
