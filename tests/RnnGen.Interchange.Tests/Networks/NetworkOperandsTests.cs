using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Tool;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Networks;

/// <summary>Operands that are told from a network alone are those that its class says.</summary>
public sealed class NetworkOperandsTests
{
    public static TheoryData<string> Formats => [.. ToolFiles.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void OfFiles(string format)
    {
        using TemporaryFolder folder = new();
        AssertSame(NetworkFiles.Read(ToolFiles.Of(format, folder)).Network);
    }

    [Theory]
    [InlineData("RnnModel(InputSize = 3)\nLstm(6, Projection = 4, Peepholes = true)\nDense(3)")]
    [InlineData("RnnModel(InputSize = 5)\nLstm(6, Direction = Direction.Bidirectional)\nGru(4, ResetAfter = true)\nDense(5)\nDense(4)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(6)\nRnn(2, Name = \"r\")\nMgu(3)\nUgrnn(5)\nDense(3)\nLayerNorm")]
    [InlineData("RnnModel(InputSize = 2)\nGru(7, ResetAfter = true)\nDense(9, EveryStep = true)\nLstm(6)\nDense(3)")]
    [InlineData("RnnModel\nEmbedding(20, 3)\nLstm(8, LayerNorm = true)\nPooling(Pooling.Attention, AttentionUnits = 5)\nDense(6)")]
    [InlineData(
        "RnnModel(InputSize = 5)\nLstm(6)\nDense(3)\nHead(\"a\")\nDense(8)\nDense(3)\nMeanSquaredError\n"
        + "Head(\"b\")\nDense(9)\nMeanSquaredError")]
    [InlineData(
        "RnnModel(InputSize = 5)\nLstm(6, Name = \"a\")\nRnn(7, Name = \"b\", From = [\"input\", \"a\"])\n"
        + "Rnn(7, From = [\"a[2..5]\", \"b\"])\nDense(5)")]
    public void OfClasses(string attributes) => AssertSame(Classes.Network(attributes));

    [Fact]
    public void OfCellsOfOnesOwn() => AssertSame(Classes.Network(
        "RnnModel(InputSize = 3)\nOdd(6)\nDense(5)",
        """"
        [CellEquations("""
            state h
            a, b = [x, h] * gates/kernel + gates/bias
            r = sigmoid(a) * h
            c = [x, r] * candidate/kernel + candidate/bias
            d = [r, c, h] * last/kernel
            h' = tanh(c + b + d)
            """)]
        public sealed class OddAttribute(int units) : RecurrentCellAttribute(units);
        """"));

    private static void AssertSame(Network network)
    {
        IRnnModel model = ClassCompiler.Create(network);
        IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> operands = NetworkOperands.Of(network);
        Assert.Contains(operands, kernel => kernel.Value.Count > 0);
        Assert.Equal(
            model.Description.Parameters.Select(parameter => $"{parameter.Name}: {string.Join(", ", parameter.Operands)}"),
            model.Description.Parameters.Select(
                parameter => $"{parameter.Name}: {string.Join(", ", operands.GetValueOrDefault(parameter.Name, []))}"));
    }
}
