using System;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>
/// Names and marks around a model that mean something else there than elsewhere: what is generated compiles without a warning.
/// </summary>
public sealed class SurroundingsTests
{
    private const string Model = "[RnnModel(InputSize = 3), Lstm(4), Dense(2), SoftmaxCrossEntropy]";
    private const string Words =
        "var record file scoped field required notnull unmanaged dynamic nuint nint global async await yield partial where when from value "
        + "extension allows managed init set get add remove not and or with";

    /// <summary>The compiler warns of types in small letters, but not of those behind an @.</summary>
    [Theory]
    [InlineData($"{Model} partial class @net;")]
    [InlineData($"partial class @outer {{ partial struct @inner {{ {Model} partial class @net; }} }}")]
    [InlineData($"namespace @net.@record {{ {Model} partial class @scoped; }}")]
    [InlineData(
        "[RnnModel(InputSize = 3), Gru(2), Head(\"record\"), Dense(2), Head(\"nint\"), Dense(2), Head(\"class\"), "
        + "Dense(2)] partial class Net;")]
    public void NamesInSmallLetters(string source) => GeneratorHost.Run($"using RnnGen;\n{source}\n").Compiles();

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void TypesAndMembersNamedLikeWordsOfTheLanguage(LanguageVersion language)
    {
        string types = string.Concat(Words.Split(' ').Select(word => $"class @{word} {{ }} "));
        string members = string.Concat(Words.Split(' ').Append("_").Select(word => $"internal int @{word}() => 1; "));
        ProjectSettings settings = new(language);
        GeneratorHost.Run(settings, $"using RnnGen;\nnamespace A {{ {types}{Model} partial class Net; }}\n").Compiles();
        GeneratorHost.Run(settings, $"using RnnGen;\n{Model} partial class Net {{ {types} }}\n").Compiles();
        const string NameOf = "string nameof(object x) => x.ToString()!;";
        GeneratorHost.Run(settings, $"using RnnGen;\n{Model} partial class Net {{ {members} {NameOf} }}\n").Compiles();
    }

    [Theory]
    [InlineData("class @nint; {0} partial class Net;")]
    [InlineData("namespace A.B {{ class @nint; }} namespace A.B.C {{ {0} partial class Net; }}")]
    [InlineData("namespace A.nint {{ class X; }} namespace A {{ {0} partial class Net; }}")]
    [InlineData("class Basis {{ protected class @nint; }} {0} partial class Net : Basis;")]
    [InlineData("partial class Outer {{ private class @nint; {0} internal partial class Net; }}")]
    [InlineData("global using N; namespace N {{ class @nint; }} namespace A {{ {0} partial class Net; }}")]
    public void NativeIntegersWhereTheirNameIsTaken(string source)
    {
        const string attributes =
            "[RnnGen.RnnModel, RnnGen.Embedding(5, 3), RnnGen.Lstm(4, LayerNorm = true), RnnGen.Pooling(RnnGen.Pooling.Attention), "
            + "RnnGen.Dense(2), RnnGen.SoftmaxCrossEntropy]";
        GeneratorRun run = GeneratorHost.Run(string.Format(
            System.Globalization.CultureInfo.InvariantCulture, source, attributes)).Compiles();
        Assert.Contains(run.Files.Values, text => text.Contains("for (global::System.IntPtr lane = 0;", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Files.Values, text => Regex.IsMatch(text, @"\bnint\b"));
    }

    /// <summary>A head that is discarded in the mean of a batch needs no name that a member could have.</summary>
    [Fact]
    public void MemberNamedUnderscore() => GeneratorHost.Run(
        "using RnnGen;\n[RnnModel(InputSize = 3), Gru(2), Head(\"a\"), Dense(2), MeanSquaredError, Head(\"b\"), Dense(2), "
        + "SoftmaxCrossEntropy]\n" +
        "partial class Net { internal int _ = 1; }\n").Compiles();

    [Theory]
    [InlineData("[assembly: CLSCompliant(true)]", "", "public", true)]
    [InlineData("[assembly: CLSCompliant(true)]", "[CLSCompliant(true)]", "public", true)]
    [InlineData("[assembly: CLSCompliant(true)]", "[CLSCompliant(false)]", "public", false)]
    [InlineData("[assembly: CLSCompliant(true)]", "", "internal", false)]
    [InlineData("[assembly: CLSCompliant(false)]", "", "public", false)]
    [InlineData("[assembly: CLSCompliant(false)]", "[CLSCompliant(true)]", "public", false)]
    [InlineData("", "", "public", false)]
    public void Compliance(string assembly, string mark, string access, bool isMarked)
    {
        foreach (string source in new[]
        {
            $"/// <summary>A model.</summary>\n{mark}{Model}\n{access} partial class Net;",
            $"/// <summary>Holds one.</summary>\n{mark}\n{access} partial class Outer {{\n/// <summary>A model.</summary>\n"
                + $"{Model} public partial class Net; }}",
        })
        {
            GeneratorRun run = GeneratorHost.Run($"using RnnGen;\nusing System;\n{assembly}\n{source}\n").Compiles();
            Assert.Equal(isMarked, run.Files.Values.Any(text => text.Contains("CLSCompliant(false)", StringComparison.Ordinal)));
        }
    }

    /// <summary>The compiler's one warning is the one that the user's own mark earns.</summary>
    [Fact]
    public void ComplianceOfAClassAlone() => GeneratorHost.Run("using RnnGen;\nusing System;\n/// <summary>A model.</summary>\n"
        + $"[CLSCompliant(true)] {Model} public partial class Net;\n")
        .Reports("CS3014 [Net]");

    [Theory]
    [InlineData("[System.CodeDom.Compiler.GeneratedCode(\"Tool\", \"1\")]", "")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]", "internal int Own = 1;")]
    [InlineData(
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)]",
        "internal static int Own = 1;")]
    public void AttributesOfTheClass(string attribute, string member) =>
        GeneratorHost.Run($"using RnnGen;\n{attribute}{Model} partial class Net {{ {member} }}\n").Compiles();

    /// <summary>The statements of a program are a part of Program that no one writes, and that is partial by nature.</summary>
    [Theory]
    [InlineData("System.Console.WriteLine(new Net().Threads); partial class Program {{ {0} private partial class Net; }}")]
    [InlineData("System.Console.WriteLine(new Program().Threads); {0} partial class Program;")]
    [InlineData(
        "await System.Threading.Tasks.Task.Yield(); partial class Program {{ partial struct Inner {{ {0} internal partial class Net; "
        + "}} }}")]
    public void BesideStatementsOfAProgram(string source) => GeneratorHost.Run(
        new ProjectSettings(Output: OutputKind.ConsoleApplication),
        $"using RnnGen;\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, source, Model)}\n").Emits();

    /// <summary>
    /// What a project declares in the namespaces of others hides nothing, as long as generated code does not call it by name.
    /// </summary>
    [Theory]
    [InlineData("namespace RnnGen { class WorkerTeam; class Net; }")]
    [InlineData("namespace RnnGen.Numerics { class Simd128<T>; }")]
    [InlineData("namespace RnnGen.Numerics { file class Simd128; }")]
    [InlineData("namespace RnnGen.Own.Numerics { class ISimd; }")]
    [InlineData("namespace System { class Span; class Index; }")]
    [InlineData("namespace System.Runtime.CompilerServices { static class IsExternalInit; }")]
    public void DeclarationsThatHideNothing(string source) =>
        GeneratorHost.Run($"using RnnGen;\n{Model} partial class Net;\n{source}\n").Compiles();
}
