using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN001 to RNN004: what kind of class can be a model.</summary>
public sealed class TypeDiagnosticTests
{
    private const string Attribute = "[RnnModel(InputSize = 3)]";

    [Fact]
    public void ClassThatIsNotPartial() => GeneratorHost.Run(GeneratorHost.Source("[Lstm(4)]", declaration: "public class Net;"))
        .Reports($"RNN001 {Attribute} Class 'Net' must be declared partial: RnnGen adds the network to it");

    [Fact]
    public void OneOfTwoDeclarationsIsNotPartial() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4)]", declaration: "public partial class Net;\npublic class Net;"))
        .Reports(
            $"RNN001 {Attribute} Class 'Net' must be declared partial: RnnGen adds the network to it",
            "CS0260 [Net]");

    [Fact]
    public void NestedInNonPartialClasses() => GeneratorHost.Run(Nested(
        "class Outer { internal struct Middle {", "public partial class Net;", "} }")).Reports(
        $"RNN002 {Attribute} Class 'Net' is nested in 'Middle', which must be declared partial too",
        $"RNN002 {Attribute} Class 'Net' is nested in 'Outer', which must be declared partial too");

    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("abstract class")]
    [InlineData("struct")]
    [InlineData("readonly struct")]
    [InlineData("ref struct", "ref partial struct")]
    [InlineData("record")]
    [InlineData("record class")]
    [InlineData("record struct")]
    [InlineData("interface")]
    public void NestedInPartialTypes(string kind, string? spelled = null)
    {
        int last = kind.LastIndexOf(' ') + 1;
        string container = spelled ?? (kind.StartsWith("record ", System.StringComparison.Ordinal)
            ? $"partial {kind}"
            : $"{kind[..last]}partial {kind[last..]}");
        GeneratorRun run = GeneratorHost.Run(Nested(
            $"/// <summary>Holds it.</summary>\npublic {container} Outer {{", "public partial class Net;", "}")).Compiles();
        Assert.NotNull(run.Output.GetTypeByMetadataName("Samples.Outer+Net+Trainer"));
    }

    [Fact]
    public void GenericClass() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]", declaration: "public partial class Net<T>;"))
        .Reports($"RNN003 {Attribute} Class 'Net' cannot be a model: 'Net' is generic");

    [Fact]
    public void NestedInGenericClass() => GeneratorHost.Run(Nested("partial class Outer<T> {", "public partial class Net;", "}"))
        .Reports($"RNN003 {Attribute} Class 'Net' cannot be a model: 'Outer' is generic");

    [Theory]
    [InlineData("public static partial class Net;", "static")]
    [InlineData("public abstract partial class Net;", "abstract")]
    [InlineData("public partial record Net;", "a record")]
    [InlineData("public partial record class Net;", "a record")]
    [InlineData("file partial class Net;", "local to its file")]
    [InlineData(
        "public partial class Net(int units) { /// <summary>U.</summary>\npublic int U => units; }", "a class with a primary constructor")]
    public void WrongKindOfClass(string declaration, string what) =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", declaration: declaration))
            .Reports($"RNN004 {Attribute} Class 'Net' cannot be a model: it is {what}");

    [Theory]
    [InlineData("public partial struct Net;", "a struct")]
    [InlineData("public partial record struct Net;", "a record")]
    [InlineData("public partial interface Net;", "an interface")]
    public void AttributeTargetThatIsNotAClass(string declaration, string what) =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", declaration: declaration))
            .Reports("CS0592 [RnnModel]", $"RNN004 {Attribute} Class 'Net' cannot be a model: it is {what}", "CS0592 [Rnn]");

    [Theory]
    [InlineData("public enum Net { /// <summary>A.</summary>\nA }")]
    [InlineData("public delegate void Net();")]
    public void AttributeTargetThatIsNoType(string declaration) =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", declaration: declaration))
            .Reports("CS0592 [RnnModel]", "CS0592 [Rnn]");

    [Fact]
    public void BaseClassWithoutParameterlessConstructor() => GeneratorHost.Run(GeneratorHost.Source(
        "[Rnn(4)]",
        declaration: "internal partial class Net : Base;\ninternal class Base { public Base(int size) => Size = size; "
            + "public int Size { get; } }"))
        .Reports(
            $"RNN004 {Attribute} Class 'Net' cannot be a model: it is derived from 'Base', "
            + "which has no accessible constructor without parameters",
            "CS7036 [Net]");

    [Theory]
    [InlineData("Obsolete", "[System.Obsolete] public Base() { }")]
    [InlineData(
        "SetsRequiredMembers", "[System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Base() { } internal required int Size;")]
    public void BaseClassWithAMarkedConstructor(string mark, string members)
    {
        string report = GeneratorHost.Run(GeneratorHost.Source(
            "[Rnn(4)]",
            declaration: $"public partial class Net : Base;\n/// <summary>B.</summary>\npublic class Base {{ {members} }}")).Report;
        Assert.Contains(
            $"RNN004 {Attribute} Class 'Net' cannot be a model: it is derived from 'Base', "
            + $"whose constructor without parameters is marked as {mark}",
            report);
        Assert.DoesNotContain(".g.cs", report);
    }

    [Fact]
    public void ObsoleteClassOfAnObsoleteBase() => GeneratorHost.Run(GeneratorHost.Source(
        "[Rnn(4)]",
        declaration: "[System.Obsolete] internal partial class Net : Base;\n#pragma warning disable CS0612\ninternal class Base { "
            + "[System.Obsolete] public Base() { } }")).Compiles();

    [Fact]
    public void BaseClassOfAPackageWithAnInternalConstructor()
    {
        GeneratorRun run = GeneratorHost.Run(
            [
                GeneratorHost.Reference(
                    "namespace Packaged;\npublic class Base { internal Base() { } public Base(int size) => Size = size; "
                    + "internal int Size { get; } }"),
            ],
            GeneratorHost.Source("[Rnn(4)]", declaration: "public partial class Net : Packaged.Base;"));
        Assert.StartsWith(
            $"RNN004 {Attribute} Class 'Net' cannot be a model: it is derived from 'Base', "
            + "which has no accessible constructor without parameters\n",
            run.Report);
    }

    [Theory]
    [InlineData(
        "[StructLayout(LayoutKind.Explicit)]", "", "laid out by [StructLayout(LayoutKind.Explicit)], which gives every field its place")]
    [InlineData("[StructLayout((short)2)]", "", "laid out by [StructLayout(LayoutKind.Explicit)], which gives every field its place")]
    [InlineData(
        "[StructLayout(LayoutKind.Sequential)]", "internal int Own { get; set; }",
        "laid out by [StructLayout(LayoutKind.Sequential)], but fields of two declarations have no order")]
    [InlineData("[ComImport, Guid(\"00000000-0000-0000-0000-000000000001\")]", "", "imported from COM")]
    public void LayoutsOfAnotherWorld(string attribute, string member, string what) => GeneratorHost.Run(
        "using System.Runtime.InteropServices;\n"
        + $"{GeneratorHost.Source("[Rnn(4)]", declaration: $"{attribute}\ninternal partial class Net {{ {member} }}")}")
        .Reports($"RNN004 {Attribute} Class 'Net' cannot be a model: it is {what}");

    [Fact]
    public void DerivedFromAModel() => GeneratorHost.Run(GeneratorHost.Source(
        "[Rnn(4)]",
        declaration: "internal partial class Net : Middle;\ninternal class Middle : Basis;\n[RnnModel(InputSize = 2), "
            + "Gru(3)] internal partial class Basis;"))
        .Reports($"RNN004 {Attribute} Class 'Net' cannot be a model: it is derived from 'Basis', which is a model itself");

    [Fact]
    public void NestedInFileLocalClass() => GeneratorHost.Run(Nested("file partial class Outer {", "public partial class Net;", "}"))
        .Reports($"RNN004 {Attribute} Class 'Net' cannot be a model: it is local to its file");

    [Fact]
    public void SeveralReasonsAtOnce() => GeneratorHost.Run(Nested("class Outer<T> {", "public abstract class Net<U>;", "}")).Reports(
        $"RNN001 {Attribute} Class 'Net' must be declared partial: RnnGen adds the network to it",
        $"RNN002 {Attribute} Class 'Net' is nested in 'Outer', which must be declared partial too",
        $"RNN003 {Attribute} Class 'Net' cannot be a model: 'Net' is generic",
        $"RNN003 {Attribute} Class 'Net' cannot be a model: 'Outer' is generic",
        $"RNN004 {Attribute} Class 'Net' cannot be a model: it is abstract");

    private static string Nested(string open, string declaration, string close) => $$"""
        using RnnGen;

        namespace Samples
        {
            {{open}}
                /// <summary>A model.</summary>
                [RnnModel(InputSize = 3)]
                [Gru(4)]
                {{declaration}}
            {{close}}
        }
        """;
}
