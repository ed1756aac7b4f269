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

    [Fact]
    public void EveryKindOfMistakeHasItsNumber() => GeneratorHost.Run(
        Cell("\"state h\\nh' = x +\""),
        Cell("\"state h\\nh' = y\"", "B"),
        Cell("\"state h\\nh' = x\\nh' = h\"", "C"),
        Cell("\"state h\"", "D"),
        Cell("\"state h\\nh' = step(x + h)\"", "E"),
        Cell("\"\"", "F")).Reports(
        "RNN030 [+] Expected a value after '+', found the end of the line",
        "RNN031 [y] There is no value 'y'; here are x, h",
        "RNN032 [h'] 'h'' is assigned twice, first in line 2; every value is assigned once",
        "RNN033 [h] The state 'h' has no next value: assign h'",
        "RNN034 [step] 'step' has no derivative that could train what stands in it; there are sigmoid, tanh, relu, leakyRelu, relu6, elu, selu, softplus, softsign, hardSigmoid, clip, exp, log, sqrt, abs",
        "RNN033 [\"\"] The text of the cell has no equations");

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
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'AAttribute' has equations, so it must derive from RecurrentCellAttribute",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'BAttribute' has equations, so it needs a constructor with a parameter 'int units'",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'CAttribute' has equations, so it needs a constructor with a parameter 'int units'",
            "RNN036 [CellEquations(\"state h\\nh' = x + h\")] Class 'D' has equations, so it must derive from RecurrentCellAttribute");
    }

    private static string Cell(string text, string name = "A") =>
        $"using RnnGen;\n\n[CellEquations({text})]\ninternal sealed class {name}Attribute(int units) : RecurrentCellAttribute(units);\n";
}
