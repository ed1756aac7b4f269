using System.Threading.Tasks;
using RnnGen.CodeFixes.Fixes;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Fixes;

public sealed class WidthFixTests
{
    private const string Cell =
        "[CellEquations(\"state h\\nh' = tanh(x + h)\")] class OwnAttribute(string note, int units) : RecurrentCellAttribute(units) "
        + "{ public string Note => note; }\n";

    [Theory]
    [InlineData("Gru(4, {|RNN019:Residual = true|})", "Gru(3, Residual = true)")]
    [InlineData("Gru(units: 4, {|RNN019:Residual = true|})", "Gru(units: 3, Residual = true)")]
    [InlineData("Lstm(8, Projection = 4, {|RNN019:Residual = true|})", "Lstm(8, Projection = 3, Residual = true)")]
    [InlineData(
        "Gru(4), Gru(3, Direction = Direction.Bidirectional, {|RNN019:Residual = true|})",
        "Gru(4), Gru(2, Direction = Direction.Bidirectional, Residual = true)")]
    public Task AResidualLayerIsAsWideAsItsInput(string layers, string expected) => FixTest<WidthFix>.Fixes(Net(layers), Net(expected));

    /// <summary>Three features are no two directions.</summary>
    [Fact]
    public Task NoWholeNumberOfUnits()
    {
        string source = Net("Gru(3, Direction = Direction.Bidirectional, {|RNN019:Residual = true|})");
        return FixTest<WidthFix>.Fixes(source, source);
    }

    [Fact]
    public Task ACellThatReadsItsInputUnitByUnit() => FixTest<WidthFix>.Fixes(
        Cell + Net("{|RNN035:Own(\"a\", 7)|}"), Cell + Net("Own(\"a\", 3)"), "Make [Own] 3 wide");

    [Fact]
    public Task AsManyClassesAsWeights() => FixTest<WidthFix>.Fixes(
        Net("Gru(4), Dense(3), Dense(5), SoftmaxCrossEntropy({|RNN026:ClassWeights = new[] { 1.0, 2.0 }|})"),
        Net("Gru(4), Dense(3), Dense(2), SoftmaxCrossEntropy(ClassWeights = new[] { 1.0, 2.0 })"));

    [Fact]
    public Task ValuesThatAreAdded() => FixTest<WidthFix>.Fixes(
        Net("Gru(4, Name = \"a\"), Gru(5, Name = \"b\"), Sum(From = [\"a\", \"{|RNN064:b|}\"])"),
        Net("Gru(4, Name = \"a\"), Gru(4, Name = \"b\"), Sum(From = [\"a\", \"b\"])"));

    [Fact]
    public Task ARangeOfColumnsIsLeftAlone()
    {
        string source = Net("Gru(4, Name = \"a\"), Gru(6, Name = \"b\"), Sum(From = [\"a\", \"{|RNN064:b[0..3]|}\"])");
        return FixTest<WidthFix>.Fixes(source, source);
    }

    private static string Net(string layers) => $"[RnnModel(InputSize = 3), {layers}]\npartial class Net;\n";
}
