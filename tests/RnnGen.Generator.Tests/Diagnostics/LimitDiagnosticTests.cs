using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN080 to RNN087: what is at a limit compiles, what is one beyond it is one diagnostic.</summary>
public sealed class LimitDiagnosticTests
{
    private const string Model = "RnnModel(InputSize = 3)";

    [Fact]
    public void AsManyLayersAsTheLimit() => Emits(GeneratorHost.Source(Repeat(Limits.Layers, "[Rnn(1)]")));

    [Fact]
    public void OneLayerMore() => Refuses(
        $"RNN082 [{Model}] Class 'Net' has 129 layers, those of two directions counted twice; at most 128 are compiled",
        GeneratorHost.Source(Repeat(Limits.Layers - 1, "[Rnn(1)]") + "[Gru(2, Direction = Direction.Bidirectional)]"));

    [Fact]
    public void AsManyHeadsAsTheLimit() => Emits(GeneratorHost.Source("[Rnn(2)]\n" + Heads(Limits.Heads)));

    [Fact]
    public void OneHeadMore() => Refuses(
        $"RNN083 [{Model}] Class 'Net' has 65 heads; at most 64 are compiled",
        GeneratorHost.Source("[Rnn(2)]\n" + Heads(Limits.Heads + 1)));

    [Fact]
    public void AsManyDenseLayersAsTheLimit() => Emits(GeneratorHost.Source("[Rnn(2)]\n" + Repeat(Limits.DenseLayers, "[Dense(2)]")));

    [Fact]
    public void OneDenseLayerMore() => Refuses(
        $"RNN084 [{Model}] Class 'Net' has 257 dense layers in all heads together; at most 256 are compiled",
        GeneratorHost.Source("[Rnn(2)]\n[Head(\"a\")]\n[Dense(2)]\n[Head(\"b\")]\n" + Repeat(Limits.DenseLayers, "[Dense(2)]")));

    [Fact]
    public void TooManyAttributes() => Refuses(
        $"RNN085 [{Model}] Class 'Net' has 1025 attributes that describe its network; at most 1024 are read",
        GeneratorHost.Source("[Rnn(2)]\n" + Repeat(Limits.Attributes, "[Pooling(Pooling.Last)]")));

    [Fact]
    public void EveryLimitThatIsPassedIsReported() => Refuses(
        $"RNN082 [{Model}] Class 'Net' has 2000 layers, those of two directions counted twice; at most 128 are compiled\n" +
        $"RNN083 [{Model}] Class 'Net' has 3000 heads; at most 64 are compiled\n" +
        $"RNN085 [{Model}] Class 'Net' has 5000 attributes that describe its network; at most 1024 are read",
        GeneratorHost.Source(Repeat(2000, "[Lstm(0)]") + Repeat(3000, "[Head(\"\")]")));

    [Theory]
    [InlineData("tanh(v{0}*z)")]
    [InlineData("v{0} + z*z")]
    [InlineData("v{0} - z/h")]
    public void ACellOfAsManyLinesAsTheLimit(string line) => Emits(Cell(Chain(Limits.TextLines, line)), GeneratorHost.Source("[Own(2)]"));

    [Fact]
    public void ACellOfOneLineMore() => Refuses(
        "RNN080 [CellEquations] The equations have 513 lines; those of a cell have at most 512",
        Cell(Chain(Limits.TextLines + 1, "tanh(v{0})")), GeneratorHost.Source("[Own(2)]"));

    [Fact]
    public void ACellOfAsManyWordsAsTheLimit() => Emits(Cell(Words(Limits.TextTokens)), GeneratorHost.Source("[Own(2)]"));

    [Fact]
    public void ACellOfOneWordMore() => Refuses(
        "RNN080 [CellEquations] The equations have 8193 words and signs; those of a cell have at most 8192",
        Cell(Words(Limits.TextTokens + 1)), GeneratorHost.Source("[Own(2)]"));

    [Fact]
    public void ACellOfTooManyCharacters()
    {
        string text = Chain(5, "v{0}*z");
        text += "// " + new string('-', Limits.TextLength - text.Length - 3);
        Emits(Cell(text), GeneratorHost.Source("[Own(2)]"));
        Refuses(
            "RNN080 [CellEquations] The equations have 65537 characters; those of a cell have at most 65536", Cell(text + "-"),
            GeneratorHost.Source("[Own(2)]"));
    }

    [Fact]
    public void TheEquationsOfAllLayersTogether()
    {
        string cell = Cell(Words(Limits.TextTokens / 4));
        Emits(cell, GeneratorHost.Source("[Own(2)]\n[Own(3)]\n[Own(3, Direction = Direction.Bidirectional)]"));
        Refuses(
            $"RNN086 [{Model}] The equations of the layers of class 'Net' have 10240 words and signs together, "
            + "those of two directions counted twice; at most 8192 are compiled",
            cell, GeneratorHost.Source("[Own(2)]\n[Own(3, Direction = Direction.Bidirectional)]\n[Own(4)]\n[Own(5)]"));
    }

    [Theory]
    [InlineData("state h\nh' = h + {0}\n{0} = x", "{0}")]
    [InlineData("state h\n{0} = x\nh' = h + {0}", "{0}")]
    [InlineData("state h, {0}", "{0}")]
    [InlineData("state h\nz = [x, h] * {0}\nh' = z", "{0}")]
    [InlineData("state h\nz = [x, h] * a/{0}\nh' = z", "{0}")]
    public void NamesInEquations(string text, string squiggle)
    {
        string longest = new('q', Limits.NameLength), name = longest + "q";
        if (!text.Contains("a/") && !text.Contains("state h, ") && !text.Contains("h' = h + {0}\n"))
        {
            Emits(Cell(string.Format(text, longest)), GeneratorHost.Source("[Own(3)]"));
        }

        string found = string.Format(squiggle, name);
        string[] lines = [.. text.Split('\n').Where(line => line.Contains("{0}"))];
        Refuses(
            string.Join(
                "\n",
                lines.Select(_ => $"RNN087 [{found}] The name '{found[..20]}…' has {found.Length} characters; a name has at most 128")),
            Cell(string.Format(text, name)));
    }

    [Fact]
    public void NamesOfParametersInParts()
    {
        string part = new('q', Limits.NameLength / 2), rest = new('r', Limits.NameLength - part.Length - 1);
        Emits(Cell($"state h\nz = [x, h] * {part}/{rest} + bias\nh' = tanh(z)"), GeneratorHost.Source("[Own(3)]"));
        Refuses(
            $"RNN087 [{part}/{rest}r] The name 'qqqqqqqqqqqqqqqqqqqq…' has 129 characters; a name has at most 128",
            Cell($"state h\nz = [x, h] * kernel + {part}/{rest}r\nh' = tanh(z)"));
    }

    [Fact]
    public void NamesOfHeadsAndCells()
    {
        string longest = new('q', Limits.NameLength), name = longest + "q";
        Emits(Cell(Chain(5, "v{0}*z"), longest),
            GeneratorHost.Source($"[{longest}(3)]\n[Head(\"{longest}\")]\n[Dense(2)]\n[SoftmaxCrossEntropy]"));
        Refuses(
            $"RNN087 [{name}(3)] The name 'qqqqqqqqqqqqqqqqqqqq…' has 129 characters; a name has at most 128\n" +
            $"RNN087 [\"{name}\"] The name 'qqqqqqqqqqqqqqqqqqqq…' has 129 characters; a name has at most 128",
            Cell(Chain(5, "v{0}*z"), name), GeneratorHost.Source($"[{name}(3)]\n[Head(\"{name}\")]\n[Dense(2)]"));
    }

    [Fact]
    public void MoreMistakesThanAreListed()
    {
        string[] listed =
        [
            .. Enumerable.Range(0, Limits.TextErrors).Select(line => $"RNN030 [{line}] Expected '=' after 'a', found '{line}'"),
        ];
        Refuses(string.Join("\n", listed), Cell(Wrong(Limits.TextErrors)));
        const string more = "RNN081 [CellEquations] These equations have 1 more mistake, which is listed when the first 50 are corrected";
        Refuses(string.Join("\n", [more, .. listed]), Cell(Wrong(Limits.TextErrors + 1)));
    }

    [Fact]
    public void MistakesOfAnotherAssemblyAreNotListedWithoutEndEither()
    {
        MetadataReference package = GeneratorHost.Reference(
            Cell(Wrong(60)).Replace("internal", "public"), Cell(Wrong(600), "Other").Replace("internal", "public"));
        GeneratorRun run = GeneratorHost.Run([package], GeneratorHost.Source("[Own(3)]\n[Other(3)]"));
        string[] lines = run.Report.Split('\n');
        Assert.Equal(52, lines.Length);
        Assert.Contains("RNN081 [Own(3)] These equations have 10 more mistakes, which are listed when the first 50 are corrected", lines);
        Assert.Contains("RNN080 [Other(3)] The equations have 600 lines; those of a cell have at most 512", lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void LiteralsOfManyParts(int parts)
    {
        string literal = string.Join(" + ", Enumerable.Repeat("\"\"", parts).Append("\"state h\\nh' = x + g\""));
        Refuses("RNN031 [g] There is no value 'g'; here are x, h", Cell("").Replace("\"\"\"\n\n\"\"\"", literal));
    }

    [Fact]
    public void ASumOfLiteralsIsAsDeepAsItIsLong()
    {
        ExpressionSyntax sum = SyntaxFactory.ParseExpression(string.Join(" + ", Enumerable.Repeat("(\"\\n\")", 100_000)));
        TextSpan? found = null;
        OnSmallStack(() => found = new StringLiteralMap(sum).Find(new TextSpan(50_000, 2)));
        Assert.Equal(TextSpan.FromBounds((50_000 * 9) + 2, (50_001 * 9) + 4), found);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("exp(")]
    [InlineData("1/(2 - ")]
    public void NestedWithoutEnd(string opening)
    {
        string start = string.Concat(Enumerable.Repeat(opening, 2000));
        GeneratorRun run = GeneratorHost.Run(Cell($"state h\nh' = {start}x"));
        Assert.StartsWith("RNN030 [", run.Report);
        Assert.Contains("The expression is nested more than 40 deep; give a part of it a line of its own", run.Report);
    }

    [Fact]
    public void AMessageListsSomeOfManyNames()
    {
        string names = string.Join(", ", Enumerable.Range(0, 100).Select(number => $"s{number}"));
        string some = string.Join(", ", Enumerable.Range(0, 39).Select(number => $"s{number}"));
        Refuses($"RNN031 [y] There is no value 'y'; here are x, {some} and 61 more", Cell($"state {names}\ns0' = y"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(130)]
    public void NamesThatEndInDigits(int states)
    {
        string[] names = [.. Enumerable.Range(0, states).Select(number => $"s{number}")];
        string next = string.Concat(names.Select((name, number) => $"{name}' = {name}*tanh(z + z{number})\n"));
        Emits(Cell(
            $"state {string.Join(", ", names)}\nz, {string.Join(", ", names.Select(name => name.Replace('s', 'z')))} = [x, s0] * kernel\n"
            + $"{next}output s0'"),
            GeneratorHost.Source("[Own(20)]"));
    }

    private static void Emits(params string[] sources) => OnSmallStack(() => GeneratorHost.Run(sources).Emits());

    /// <summary>Runs with the stack of a thread on Windows; a guard, and no measure, ends what would never end.</summary>
    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action), maxStackSize: 1 << 20) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(10)), "It does not come to an end.");
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static void Refuses(string expected, params string[] sources)
    {
        // The compiler's own complaints about parts of a class that are missing are not the point.
        string[] lines = [.. GeneratorHost.Run(sources).Report.Split('\n').Where(line => line.StartsWith("RNN", StringComparison.Ordinal))];
        Assert.Equal(expected, string.Join("\n", lines));
    }

    private static string Cell(string text, string name = "Own") =>
        $"using RnnGen;\n\n[CellEquations(\"\"\"\n{text}\n\"\"\")]\ninternal sealed class {name}Attribute(int units) : "
        + "RecurrentCellAttribute(units);\n";

    /// <summary>As many lines as are wanted, each reading the one before, and z.</summary>
    private static string Chain(int lines, string line)
    {
        IEnumerable<string> chain = Enumerable.Range(1, lines - 4).Select(number => $"v{number} = {string.Format(line, number - 1)}");
        return string.Join("\n", ["state h", "z = [x, h] * kernel + bias", "v0 = tanh(z)", .. chain, $"h' = v{lines - 4}*z"]);
    }

    /// <summary>A text of as many words and signs: sums as long as a line may have them, of calls, which are values too.</summary>
    private static string Words(int words)
    {
        const string call = " + exp(-z)";
        List<string> lines = ["state h", "z = [x, h] * kernel + bias", "v0 = tanh(z)"];
        int left = words - (2 + 11 + 6) - 5;
        for (int line = 1; left > 0; line++)
        {
            // v1 = v0 ...
            int calls = Math.Min(20, (left - 3) / 6);
            int rest = left - 3 - (calls * 6);
            string more = calls == 20 ? "" : string.Concat(Enumerable.Repeat(" + z", rest / 2));
            bool odd = calls < 20 && rest % 2 == 1;
            lines.Add($"v{line} = {(odd ? "-" : "")}v{line - 1}{string.Concat(Enumerable.Repeat(call, calls))}{more}");
            left -= 3 + (calls * 6) + (calls == 20 ? 0 : rest);
        }

        lines.Add($"h' = v{lines.Count - 3}*z");
        return string.Join("\n", lines);
    }

    private static string Wrong(int lines) => string.Join("\n", Enumerable.Range(0, lines).Select(line => $"a {line}"));

    private static string Heads(int heads) =>
        string.Concat(Enumerable.Range(0, heads).Select(number => $"[Head(\"q{number}\")]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n"));

    private static string Repeat(int times, string attribute) => string.Concat(Enumerable.Repeat(attribute + "\n", times));
}
