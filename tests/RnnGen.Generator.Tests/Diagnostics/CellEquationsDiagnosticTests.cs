using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>Mistakes in cells that are text: the squiggle is inside the string, however the string is written.</summary>
public sealed class CellEquationsDiagnosticTests
{
    private const string Quotes = "\"\"\"";

    [Theory]
    [InlineData("\"state h\\nh' = tanh(x + g)\"", "g")]
    [InlineData("\"state h\\r\\n\\th' = tanh(x\\u0020+ \\x67)\"", "\\x67")]
    [InlineData("\"state h\\nh' = \\u03C3(x) + g\"", "g")]
    [InlineData("\"state h // \\U0001D4BD\\nh' = x + g\"", "g")]
    [InlineData("\"state h // \\U00000068\\nh' = x + g\"", "g")]
    [InlineData("@\"state h // \"\"\"\"\nh' = x + g\"", "g")]
    [InlineData("@\"state h\r\nh' = x + g\"", "g")]
    [InlineData(Quotes + "g" + Quotes, "g")]
    [InlineData(Quotes + "\"  state h = g  " + Quotes + "\"", "=")]
    [InlineData(Quotes + "\n    state h\n\n  \n      // deeper\n    h' = tanh(x + g)\n    " + Quotes, "g")]
    [InlineData(Quotes + "\n    state h\n  \n      \n    h' = tanh(x + g)\n    " + Quotes, "g")]
    [InlineData(Quotes + "\r\n\tstate h\r\n\t\r\n\th' = tanh(x + g)\r\n\t" + Quotes, "g")]
    [InlineData(Quotes + "\"  \nstate h\nh' = g\n\"" + Quotes, "g")]
    [InlineData("(\"state h\\n\" + @\"h' = x +\" + \" g\")", "g")]
    public void TheSquiggleIsInTheString(string literal, string squiggle)
    {
        string message = squiggle == "=" ? "RNN030 [=] Expected the end of the line, found '='"
            : literal == Quotes + "g" + Quotes ? "RNN030 [g] Expected '=' after 'g', found the end of the line"
            : $"RNN031 [{squiggle}] There is no value 'g'; here are x, h";
        GeneratorHost.Run(Cell(literal)).Reports(message);
    }

    [Theory]
    [InlineData("Texts.Cell")]
    [InlineData("$\"{Texts.Cell}\"")]
    [InlineData("text: \"\" + Texts.Cell")]
    public void TextThatStandsElsewhereIsQuoted(string argument) => GeneratorHost.Run(
        Cell(argument), "static class Texts { public const string Cell = \"state h\\n  h' = x + g\"; }").Reports(
        $"RNN031 [{argument}] There is no value 'g'; here are x, h (line 2 of the equations: h' = x + g)");

    [Theory]
    [InlineData("SLstm(6, Heads = 4)", "SLstm(6)", "6", "4")]
    [InlineData("SLstm(3, Heads = 2, Direction = Direction.Bidirectional)", "SLstm(3)", "3", "2")]
    public void HeadsDivideTheUnits(string layer, string name, string units, string heads) =>
        GeneratorHost.Run($"using RnnGen; [RnnModel(InputSize = 3), {layer}] partial class Net;").Reports(
            $"RNN048 [{layer}] [{name}] shares {units} numbers out among {heads} heads, each of which must have the same: "
            + $"{units} is no multiple of {heads}");

    [Fact]
    public void HeadsOfATextDivideItsWidth() =>
        GeneratorHost.Run(
            Cell("\"state h\\nz [2*units] = [x] * a\\ny [2*units] = [z] * b(heads = 3)\\no = [y] * c\\nh' = o*h\""),
            "using RnnGen; [RnnModel(InputSize = 3), A(4)] partial class Net;").Reports(
            "RNN048 [A(4)] [A(4)] shares 8 numbers out among 3 heads, each of which must have the same: 8 is no multiple of 3");

    [Theory]
    [InlineData(
        "Own(4)",
        "RNN049 [Own(4)] [Own(4)] reads 'time' at every step, and nothing says what that is: set Time to the name of an input or of "
        + "a layer")]
    [InlineData(
        "Own(4, Time = \"b\")",
        "RNN049 [b] [Own(4)] reads 'time' unit by unit, so that it needs 4 columns, or one for all units; 'b' has 2")]
    [InlineData("Own(4, Time = \"c\")", "RNN060 [c] [Own] reads 'c', but nothing above it has that name: is it 'a'?")]
    [InlineData(
        "Own(4, Time = \"b[1..3]\")",
        "RNN063 [[1..3]] '[1..3]' is none of the 2 columns of 'b': write a range such as 'b[0..2]', the end excluded")]
    [InlineData(
        "Cfc(4)",
        "RNN049 [Cfc(4)] [Cfc(4)] reads 'elapsed' at every step, and nothing says what that is: set Elapsed to the name of an input or "
        + "of a layer")]
    public void WhatACellReadsBesideXIsBound(string layer, string expected) => GeneratorHost.Run(
        """
        using RnnGen;
        [CellEquations("input time\nstate h\nz = [x, h] * k\nh' = time*tanh(z)")]
        sealed class OwnAttribute(int units) : RecurrentCellAttribute(units) { public string? Time { get; set; } }
        """,
        $"using RnnGen; [RnnModel] [Input(\"a\", 1)] [Input(\"b\", 2)] [{layer}] partial class Net;").Reports(expected);

    [Theory]
    [InlineData("Own(4, Time = \"a\")")]
    [InlineData("Own(2, Time = \"b\")")]
    [InlineData("Own(4, Time = \"b[1..2]\")")]
    [InlineData("Cfc(4, Elapsed = \"a\", From = [\"b\"])")]
    public void OneColumnOrAsManyAsUnitsFit(string layer) => GeneratorHost.Run(
        """
        using RnnGen;
        [CellEquations("input time\nstate h\nz = [x, h] * k\nh' = time*tanh(z)")]
        sealed class OwnAttribute(int units) : RecurrentCellAttribute(units) { public string? Time { get; set; } }
        """,
        $"using RnnGen; [RnnModel] [Input(\"a\", 1)] [Input(\"b\", 2)] [{layer}] partial class Net;").Reports();

    [Fact]
    public void AnSruReadsItsInputByUnit() =>
        GeneratorHost.Run("using RnnGen; [RnnModel(InputSize = 3), Sru(4), Sru(5, Projected = true)] partial class Net;").Reports(
            "RNN035 [Sru(4)] The equations of [Sru(4)] read x unit by unit, so its input needs 4 features, one for each unit; it has 3");

    [Fact]
    public void EveryKindOfMistakeHasItsNumber() => GeneratorHost.Run(
        Cell("\"state h\\nh' = x +\""),
        Cell("\"state h\\nh' = y\"", "B"),
        Cell("\"state h\\nh' = x\\nh' = h\"", "C"),
        Cell("\"state h\"", "D"),
        Cell("\"state h\\nh' = step(x + h)\"", "E"),
        Cell("\"\"", "F"),
        Cell("\"state h\\nz [4] = [x, h] * k\\nh' = tanh(z)\"", "G")).Reports(
        "RNN030 [+] Expected a value after '+', found the end of the line",
        "RNN031 [y] There is no value 'y'; here are x, h",
        "RNN032 [h'] 'h'' is assigned twice, first in line 2; every value is assigned once",
        "RNN033 [h] The state 'h' has no next value: assign h'",
        "RNN034 [step] 'step' has no derivative that could train what stands in it; there are sigmoid, tanh, relu, leakyRelu, relu6, elu, "
        + "selu, softplus, softsign, hardSigmoid, clip, exp, log, sqrt, abs, sin, cos, max, min, where, normalize",
        "RNN033 [\"\"] The text of the cell has no equations",
        "RNN047 [z] 'z' has the width 4, but 'h', which stands in the same equation, has units");

    [Theory]
    [InlineData("\"state h\nh' = g\"")]
    [InlineData("\"\"\"\n    state h\n  h' = g\n    \"\"\"")]
    [InlineData("42")]
    [InlineData("\"state \\q\"")]
    public void WhatTheCompilerRefusesIsNotReadAtAll(string argument) =>
        Assert.DoesNotContain("RNN", GeneratorHost.Run(Cell(argument)).Report);

    [Fact]
    public void ClassesThatCannotBeLayers()
    {
        const string equations = "using RnnGen;\n[CellEquations(\"state h\\nh' = x + h\")]\n";
        GeneratorHost.Run(
            $"{equations}class AAttribute(int units) : System.Attribute {{ public int Units => units; }}",
            $"{equations}class BAttribute(int size) : RecurrentCellAttribute(size);",
            $"{equations}class CAttribute(long units) : RecurrentCellAttribute((int)units);",
            $"{equations}class D;").Reports(
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'AAttribute' has equations, "
            + "so it must derive from RecurrentCellAttribute",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'BAttribute' has equations, "
            + "so it needs a constructor with a parameter 'int units'",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'CAttribute' has equations, "
            + "so it needs a constructor with a parameter 'int units'",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'D' has equations, so it must derive from RecurrentCellAttribute");
    }

    [Fact]
    public void AMistakeIsReportedOnceWhereTheTextIs() => GeneratorHost.Run(
        Cell("\"state h\\nh' = x + g\""), GeneratorHost.Source("[A(3)]\n[A(4)]")).Reports(
            "RNN031 [g] There is no value 'g'; here are x, h");

    [Fact]
    public void ReadingTheInputUnitByUnitNeedsEqualWidths()
    {
        string cell = Cell("\"state h\\nh' = tanh(x + h)\"");
        GeneratorHost.Run(cell, GeneratorHost.Source("[A(3)]\n[A(3)]")).Compiles();
        GeneratorHost.Run(cell, GeneratorHost.Source("[A(3), A(4)]\n[Gru(7)]\n[A(units: 6)]")).Reports(
            "RNN035 [A(4)] The equations of [A(4)] read x unit by unit, so its input needs 4 features, one for each unit; it has 3",
            "RNN035 [A(units: 6)] The equations of [A(6)] read x unit by unit, so its input needs 6 features, one for each unit; it has 7");
    }

    [Fact]
    public void UnitsAreFoundAmongOtherArguments()
    {
        const string cell = "using RnnGen;\n[CellEquations(\"state h\\nz = [x, h] * kernel\\nh' = tanh(z)\")]\n" +
            "internal sealed class AAttribute(string note, int units, bool flag = true) : "
            + "RecurrentCellAttribute(units) { public string Note => note; public bool Flag => flag; public int More { get; set; } }\n";
        GeneratorRun run = GeneratorHost.Run(cell, GeneratorHost.Source("[A(\"a\", 5, More = -3)]\n[Dense(2)]")).Compiles();
        Assert.Contains("[8, 5]", string.Concat(run.Files.Values));
        GeneratorHost.Run(cell, GeneratorHost.Source("[A(flag: false, units: 0, note: \"b\")]")).Reports(
            "RNN006 [units: 0] The number of units of [A] is 0; it must be 1 to 65536");
    }

    [Fact]
    public void ALayerWithoutEquations() => GeneratorHost.Run(
        "using RnnGen;\ninternal sealed class AAttribute(int units) : RecurrentCellAttribute(units);",
        GeneratorHost.Source("[A(3)]")).Reports(
        "RNN036 [A(3)] [A] has no equations: class 'AAttribute' needs [CellEquations(...)]");

    [Fact]
    public void MistakesOfAnotherAssemblyAreReportedWhereTheCellIsUsed()
    {
        MetadataReference package = GeneratorHost.Reference(
            Cell("\"state h\\n  h' = x + g\"").Replace("internal", "public"),
            Cell("\"state h\\nh' = tanh(x + h)\"", "B").Replace("internal", "public"),
            Cell("\"state h\\nh' = tanh(x + h)\"", "C")
                .Replace("internal", "public")
                .Replace("int units", "int size")
                .Replace("(units)", "(size)"));
        GeneratorHost.Run([package], GeneratorHost.Source("[B(3)]\n[A(3)]\n[C(3)]")).Reports(
            "RNN031 [A(3)] There is no value 'g'; here are x, h (line 2 of the equations: h' = x + g)",
            "RNN036 [C(3)] Class 'CAttribute' has equations, so it needs a constructor with a parameter 'int units'");
        GeneratorHost.Run([package], GeneratorHost.Source("[B(3)]")).Compiles();
    }

    private static string Cell(string text, string name = "A") =>
        $"using RnnGen;\n\n[CellEquations({text})]\ninternal sealed class {name}Attribute(int units) : RecurrentCellAttribute(units);\n";
}
