using System;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Attack.Models;
using RnnGen.Attack.Readers;

namespace RnnGen.Attack.Sources;

/// <summary>A file of a user's: right, strange, wrong, or cut while it is typed.</summary>
internal static class RandomSource
{
    private const string Cell =
        "[CellEquations(\"state h\\nz = [x, h] * kernel + bias\\nh' = tanh(z)\")]\npublic sealed class OwnAttribute(int units) : "
        + "RecurrentCellAttribute(units);\n";

    private const string OwnModel = "[RnnModel(InputSize = 5)]\n[Own(5)]\npublic partial class Net;\n";

    private static readonly string[] Names =
    [
        "Net", "Net", "Net", "Net", "@class", "@net", "net", "Réseau", "循環", "\\u004eet", "_", "__Net", "N1", "V", "T", "State",
        "Trainer", "Step", "Kernels", "Heads", "RnnGen", "System", "Attribute",
        "RnnModel", "Lstm", "LstmAttribute", "Object", "String", "Span", "MathF", "Units4", "@await", "@record", "@var", "@nint",
        "@field", "@file", "@required", "@scoped", "Kernel", "ℼ", "ﬀ", "İ", "ı",
    ];

    private static readonly string[] Modifiers =
    [
        "public partial class", "public partial class", "public partial class", "public partial class", "internal sealed partial class",
        "partial class", "public class", "public abstract partial class",
        "public static partial class", "public partial record", "public partial struct", "public readonly partial struct",
        "public ref partial struct", "public partial record struct",
        "public partial interface", "file partial class", "public unsafe partial class", "public enum", "private partial class",
        "protected internal partial class", "public partial record class",
        "public sealed partial", "public new partial class", "partial class extern", "public required partial class",
    ];

    private static readonly string[] Tails =
    [
        ";", ";", ";", " { }", " { }", "<T> { }", "<T> where T : class { }", "(int x);",
        " : System.IDisposable { public void Dispose() { } }", " : System.Attribute;", " : Basis;", " : IRnnModel;", " : Net;",
        " { public const int Width = 4; }", " { public int InputSize => 3; }", " { private void Step() { } }",
        " { public class State { } }", " { ~NAME() { } }", " { public NAME() { } }",
        " { public NAME(ulong seed) { } }", " { private NAME(int x) { } public NAME(string y) : this(2) { } }",
        " { public NAME(int x) : this(seed: 1UL) { } }", " { static NAME() { } }",
        " { public static implicit operator int(NAME x) => 1; }",
        " { public required int Size { get; set; } }", " { public string Text { get; } }", " { class nint { } }",
        " { struct V { } class Units4 { } }", " { partial void Hook(); }", " { public int this[int i] => i; }",
        " { event System.Action Changed; }", " { [RnnModel(InputSize = 2)] [Rnn(2)] public partial class Inner; }", " {", "", " { } }",
        " { int }",
    ];

    private static readonly string[] Outers =
    [
        "BODY", "BODY", "BODY", "BODY", "BODY", "namespace A;\nBODY", "namespace A.B\n{\nBODY}\n", "namespace @namespace\n{\nBODY}\n",
        "namespace RnnGen\n{\nBODY}\n", "namespace System\n{\nBODY}\n",
        "namespace RnnGen.Numerics\n{\nBODY}\n", "namespace MyApp.System\n{\nBODY}\n", "namespace Net\n{\nBODY}\n",
        "public partial class Outer\n{\nBODY}\n", "partial struct Outer\n{\nBODY}\n", "partial interface Outer\n{\nBODY}\n",
        "partial record Outer\n{\nBODY}\n", "public partial class Outer<T>\n{\nBODY}\n", "public class Outer\n{\nBODY}\n",
        "static partial class Outer\n{\nBODY}\n", "file partial class Outer\n{\nBODY}\n",
        "partial class A { partial struct B { partial interface C {\nBODY} } }\n", "System.Console.WriteLine();\nBODY",
        "System.Console.WriteLine();\npartial class Program\n{\nBODY}\n", "void F()\n{\nBODY}\n",
        "#if X\nBODY#endif\n", "#pragma warning disable\nBODY", "#nullable disable\nBODY", "#nullable enable\nBODY", "/*\nBODY*/",
        "BODYBODY", "#line 7 \"a b.cs\"\nBODY", "#line hidden\nBODY",
    ];

    private static readonly string[] Friends =
    [
        "", "", "", "", "", "", "public class Basis { protected int Own; }\n",
        "public abstract class Basis { public abstract void Step(); }\n", "class Basis { public class State { } public int Threads; }\n",
        "class nint { }\n",
        "class Span<T> { }\nclass Math { }\nclass V { }\n", "static class Extensions { public static void Step(this object x) { } }\n",
        "class RnnGen { }\n", "class System { }\n", "struct Int32 { }\nclass Single { }\n",
        "namespace RnnGen.Numerics { class Simd128 { } }\n", "namespace System { class Own { } }\n",
        "class LstmAttribute(int units) : System.Attribute { public int Units => units; }\n",
        "[CellEquations(\"state h\\nh' = x\")] class GruAttribute(int units) : RecurrentCellAttribute(units);\n",
        "[CellEquations(null)] class NoneAttribute : System.Attribute;\n",
        "class Attribute : System.Attribute;\n",
        "[CellEquations(\"state h\")] class Attribute(int units) : RecurrentCellAttribute(units);\n",
    ];

    private static readonly string[] Others =
    [
        "", "", "", "", "", "[System.Obsolete]\n", "[System.Serializable]\n", "[System.Diagnostics.CodeAnalysis.Experimental(\"X1\")]\n",
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]\n",
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)]\n",
        "[System.CLSCompliant(true)]\n", "[System.Diagnostics.DebuggerDisplay(\"{X}\")]\n", "[Unknown]\n", "[", "[]\n",
        "[assembly: System.CLSCompliant(true)]\n",
    ];

    private static readonly string[] Usings =
    [
        "using RnnGen;\n", "using RnnGen;\n", "using RnnGen;\n", "using System;\nusing RnnGen;\n", "",
    ];

    private static readonly string[] Heads =
    [
        "", "", "", "", "", "", "[assembly: System.CLSCompliant(true)]\n", "using L = RnnGen.LstmAttribute;\n", "extern alias other;\n",
        "global using System;\n",
        "using static System.Math;\n", "#define X\n",
    ];

    /// <summary>The file of a round.</summary>
    public static string Of(AttackRandom random) => random.Below(8) switch
    {
        0 => Cut(Whole(random), random),
        1 => Mutated(Whole(random), random),
        2 => Equations(random),
        3 => new RandomModel(random).Source,
        _ => Class(random),
    };

    private static string Whole(AttackRandom random) => random.OneIn(2) ? new RandomModel(random).Source : Class(random);

    private static string Class(AttackRandom random)
    {
        string name = random.Of(Names);
        string stack = random.OneIn(3)
            ? "[RnnModel(InputSize = 3)]\n[Gru(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n"
            : RandomStack.Lines(random);
        string body =
            $"{random.Of(Others)}{stack}{random.Of(Modifiers)} {name}{random.Of(Tails).Replace("NAME", name, StringComparison.Ordinal)}\n";
        string all = random.Of(Outers).Replace("BODY", body, StringComparison.Ordinal);
        string cell = all.Contains("Own(", StringComparison.Ordinal) ? Cell : "";
        return $"{random.Of(Usings)}{random.Of(Heads)}{all}{cell}{random.Of(Friends)}";
    }

    /// <summary>A cell whose text is right, damaged, or no equations at all.</summary>
    private static string Equations(AttackRandom random)
    {
        string text = random.Below(6) switch
        {
            0 => RandomCell.Equations(readsInput: true, random),
            1 => Garbage(random),
            2 => Deep(random),
            _ => TextMutations.Damage(RandomCell.Equations(random.OneIn(2), random), random),
        };
        string literal = random.Below(4) switch
        {
            0 => SymbolDisplay.FormatLiteral(text, quote: true),
            1 => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            2 => $"\"state h\\n\" + {SymbolDisplay.FormatLiteral(text, quote: true)}",
            _ => $"\"\"\"\"\"\"\n{text}\n\"\"\"\"\"\"",
        };
        return $"using RnnGen;\n[CellEquations({literal})]\npublic sealed class OwnAttribute(int units) : RecurrentCellAttribute(units);\n"
            + $"{OwnModel}";
    }

    private static string Garbage(AttackRandom random) => new(
        [
            .. Enumerable.Range(0, random.Below(200))
                .Select(_ => (char)random.Of(random.Below(128), random.Below(128), '\n', ' ', random.Below(65536))),
        ]);

    /// <summary>Many of one thing.</summary>
    private static string Deep(AttackRandom random)
    {
        int count = 1 << random.Between(4, 11);
        string expression = random.Below(5) switch
        {
            0 => new string('(', count) + "z" + new string(')', count),
            1 => string.Concat(Enumerable.Repeat("tanh(", count)) + "z" + new string(')', count),
            2 => new string('-', count) + "z",
            3 => string.Join(random.Of(" + ", "*", "/", " - "), Enumerable.Repeat("z", count)),
            _ => new string('9', count),
        };
        return $"state h\nz = [x, h] * kernel\nh' = {expression}\n";
    }

    private static string Cut(string source, AttackRandom random)
    {
        int at = random.Below(source.Length + 1);
        return random.OneIn(4) ? source[at..] : source[..at];
    }

    private static string Mutated(string source, AttackRandom random) => TextMutations.Damage(source, random);
}
