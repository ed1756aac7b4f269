using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Sources that are unusual and right: they compile, without a warning.</summary>
public sealed class StrangeSourceTests
{
    [Theory]
    [InlineData("[RnnModel(InputSize = 3), Lstm(4)] partial class Net;")]
    [InlineData("[type: RnnModel(InputSize = 3)] [type: Lstm(4)] partial class Net { }")]
    [InlineData("[RnnGen.RnnModel(InputSize = 3)] [RnnGen.LstmAttribute(4)] partial class Net { }")]
    [InlineData("[global::RnnGen.RnnModelAttribute(Training = false, Steps = 2, InputSize = 3)] [Lstm(4)] partial class Net { }")]
    [InlineData(
        "[RnnModel(InputSize = Sizes.Input * 2)] [Lstm(Sizes.Input + (int)1.5)] [Dense((int)Sizes.Kind.Two)] partial class Net { } static "
        + "class Sizes { public const int Input = 3; public enum Kind { Two = 2 } }")]
    [InlineData("[RnnModel(InputSize = (short)3)] [Lstm('a', ForgetBias = 1)] [Dense(units: 4)] partial class Net { }")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(ForgetBias = 0.5f, units: 4)] partial class Net { }", "CS1016")]
    [InlineData("[RnnModel(InputSize = nameof(Net) == \"Net\" ? 3 : 4)] [Lstm(sizeof(int))] partial class Net { }")]
    [InlineData("[RnnModel(InputSize = Net.Width)] [Lstm(Net.Width)] partial class Net { public const int Width = 5; }")]
    [InlineData(
        "partial class Net { } [RnnModel(InputSize = 3), Gru(2)] partial class Net { } partial class Net { internal int Own => InputSize + "
        + "Threads; }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net { } [System.Obsolete] partial class Net { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] [System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] partial class Net { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] sealed unsafe partial class Net { }", "CS0227")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] internal partial class Net : IRnnModel { }")]
    [InlineData(
        "[RnnModel(InputSize = 3), Gru(2)] internal partial class Net : ITrainableModel, System.IDisposable { public void Dispose() { } }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class @class { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2), Dense(2)] partial class @record { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class @await { }")]
    [InlineData("partial class @event { [RnnModel(InputSize = 3), Gru(2)] private partial class @int { } }")]
    [InlineData("namespace @namespace.@if.where { [RnnModel(InputSize = 3), Gru(2)] partial class @new { } }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Réseau_循環ネット { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class \\u004eet { }")]
    [InlineData("namespace MyApp.System { [RnnModel(InputSize = 3), Gru(2), Dense(3), SoftmaxCrossEntropy] partial class Net { } }")]
    [InlineData("namespace MyApp.RnnGen { [RnnModel(InputSize = 3), Gru(2), Dense(3), SoftmaxCrossEntropy] partial class Net { } }")]
    [InlineData(
        "namespace MyApp { class Math { } class Span { } struct StepBuffer { } class Unsafe { } class RnnGen { } class Kernels { } class "
        + "Lock { } class V { } class State { } class Int32 { } [RnnModel(InputSize = 3), Lstm(2), Dense(3), "
        + "SoftmaxCrossEntropy] partial class Net { } }")]
    [InlineData("namespace Net { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } }")]
    [InlineData(
        "namespace A { namespace B { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } } namespace C { [RnnModel(InputSize = 3), "
        + "Rnn(2)] partial class Net { } } }")]
    [InlineData(
        "partial class A { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } } partial class B { [RnnModel(InputSize = 3), "
        + "Rnn(2)] protected partial class Net { } }")]
    [InlineData(
        "partial class A { [RnnModel(InputSize = 3), Gru(2)] private protected partial class Net { } [RnnModel(InputSize = 3), "
        + "Gru(2)] protected internal partial class Other { } }")]
    [InlineData("partial class A { partial struct B { partial interface C { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } } } }")]
    [InlineData(
        "[RnnModel(InputSize = 3), Gru(2)] partial class Net { [RnnModel(InputSize = 2), Rnn(3)] internal partial class Inner { } }")]
    [InlineData(
        "[RnnModel(InputSize = 3), Gru(2)] partial class Net { [RnnModel(InputSize = 2), Rnn(3)] internal partial class Forward { } }")]
    [InlineData(
        "[RnnModel(InputSize = 3), Gru(2)] partial class Net { [RnnModel(InputSize = 2), Rnn(3)] internal partial class Training { } }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net { } [RnnModel(InputSize = 3), Rnn(2)] partial class NET { }")]
    [InlineData(
        "namespace A { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } } namespace a { [RnnModel(InputSize = 3), "
        + "Gru(2)] partial class nEt { } }")]
    [InlineData("abstract class Basis { protected int Size => 3; } [RnnModel(InputSize = 3), Gru(2)] partial class Net : Basis { }")]
    [InlineData(
        "class Basis { private int Step() => Step(); public int Size; protected Basis() { } public Basis(int x) => Size = x; "
        + "private class State { } } [RnnModel(InputSize = 3), Gru(2)] partial class Net : Basis { }")]
    [InlineData("class Basis(int x = 4) { protected int X => x; } [RnnModel(InputSize = 3), Gru(2)] partial class Net : Basis { }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Basis { } class Net : Basis { internal int Own => Threads; }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net { public required int Size { get; init; } }")]
    [InlineData(
        "class LstmAttribute(int units) : System.Attribute { public int Units => units; "
        + "} [RnnModel(InputSize = 3)] [global::RnnGen.Lstm(2)] [global::Lstm(7)] partial class Net { }")]
    public void Compiles(string source, string? compilerError = null)
    {
        GeneratorRun run = GeneratorHost.Run($"using RnnGen;\n{source}\n");
        if (compilerError is not null)
        {
            Assert.StartsWith(compilerError, run.Report);
            return;
        }

        run.Compiles();
        int models = Regex.Count(source, @"RnnModel(Attribute)?\(");
        Assert.Equal(models, run.Files.Values.Count(text => text.Contains("GeneratedCode(\"RnnGen\"")));
    }

    [Theory]
    [InlineData(
        "using RnnGen;\nusing L = RnnGen.LstmAttribute;\nusing M = RnnGen.RnnModelAttribute;\n[M(InputSize = 2)] [L(3)] partial class Net "
        + "{ }")]
    [InlineData("using R = RnnGen;\n[R.RnnModel(InputSize = 2)] [R::Lstm(3)] partial class Net { }")]
    [InlineData("extern alias nothing;\nusing RnnGen;\n[RnnModel(InputSize = 2)] [Lstm(3)] partial class Net { }", "CS0430")]
    public void Aliases(string source, string? compilerError = null)
    {
        GeneratorRun run = GeneratorHost.Run(source);
        Assert.Equal(compilerError ?? "", run.Report.Split(' ')[0]);
        Assert.NotNull(run.Output.GetTypeByMetadataName("Net+Trainer"));
    }

    [Fact]
    public void GlobalAliasesInAnotherFile()
    {
        GeneratorRun run = GeneratorHost.Run(
            "global using Network = RnnGen.RnnModelAttribute;\nglobal using Layer = RnnGen.GruAttribute;\n",
            "[Network(InputSize = 2), Layer(3)] partial class Net;").Compiles();
        Assert.NotNull(run.Output.GetTypeByMetadataName("Net+Trainer"));
    }

    [Fact]
    public void ForeignAttributesOfTheSameNamesAreNoModel()
    {
        GeneratorRun run = GeneratorHost.Run("""
            class RnnModelAttribute : System.Attribute { public int InputSize; }
            class LstmAttribute(int units) : System.Attribute { public int Units => units; }
            [RnnModel(InputSize = 2), Lstm(3)] class Net;
            """).Compiles();
        Assert.Empty(run.Files);
    }

    /// <summary>The description and the files name the class as reflection does.</summary>
    [Fact]
    public void NamesOfKeywordsAreEscapedOnlyInCode()
    {
        GeneratorRun run = GeneratorHost.Run("using RnnGen;\nnamespace @in { [RnnModel(InputSize = 3), Gru(2)] public partial class @class "
            + "{ } }").Compiles();
        string text = run.Files["in.class.g.cs"];
        Assert.Contains("namespace @in;", text);
        Assert.Contains("partial class @class : ", text);
        Assert.Contains("Name = \"class\",", text);
    }

    [Fact]
    public void FileNamesDifferWhateverTheClassesAreCalled()
    {
        GeneratorRun run = GeneratorHost.Run("""
            using RnnGen;
            namespace A { [RnnModel(InputSize = 3), Gru(2)] partial class Net { [RnnModel(InputSize = 3), Gru(2)] partial class Forward; } }
            """).Compiles();
        Assert.Equal(
            [
                "A.Net+Forward.Forward.g.cs", "A.Net+Forward.Row.g.cs", "A.Net+Forward.Training.g.cs", "A.Net+Forward.g.cs",
                "A.Net.Forward.g.cs", "A.Net.Row.g.cs", "A.Net.Training.g.cs", "A.Net.g.cs", "RnnGen-Contract.g.cs",
            ],
            run.Files.Keys.OrderBy(hint => hint, System.StringComparer.Ordinal));
    }

    [Fact]
    public void EveryGeneratedTypeIsNestedInTheModel()
    {
        GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]"));
        INamespaceSymbol samples = run.Output.GlobalNamespace.GetNamespaceMembers().Single(space => space.Name == "Samples");
        Assert.Equal(["Net"], samples.GetTypeMembers().Select(type => type.Name));
    }
}
