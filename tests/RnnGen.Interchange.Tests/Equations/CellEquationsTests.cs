using System.IO;
using System.Linq;
using RnnGen.Interchange.Equations;
using Xunit;

namespace RnnGen.Interchange.Tests.Equations;

/// <summary>Equations of cells, as descriptions tell them and as authors write them.</summary>
public sealed class CellEquationsTests
{
    [Fact]
    public void LinesOfEveryKind()
    {
        CellEquations cell = CellEquations.Read(
            """
            state c, h   # two
            vector wf = 0.5 as w_f_diag   // a name of its own in files
            vector u, v
            zf, zk = [x, h]·gates/kernel + gates/bias(-1)
            m = [zk] * projection
            h′ = σ(zf − 1e-3) + clip(wf*c/(2 - -u), 3)
            c' = m
            output c'
            """);
        Assert.Equal(["c", "h"], cell.States);
        Assert.Equal("c'", cell.Output);
        Assert.True(cell.OutputIsState);
        Assert.Equal(
            [new("wf", "w_f_diag"), new("u", "u"), new("v", "v")], cell.Statements.OfType<CellStatement.Vector>());
        CellStatement.Product[] products = [.. cell.Statements.OfType<CellStatement.Product>()];
        Assert.Equal(["zf", "zk"], products[0].Blocks);
        Assert.Equal(["x", "h"], products[0].Operands);
        Assert.Equal(("gates/kernel", "gates/bias"), (products[0].Kernel, products[0].Bias));
        Assert.Equal(("projection", null), (products[1].Kernel, products[1].Bias));
        Assert.Equal(
            new CellStatement.Assignment(
                "h'",
                new CellExpression.Binary(
                    '+',
                    new CellExpression.Call(
                        CellFunction.Sigmoid,
                        new CellExpression.Binary('-', new CellExpression.Named("zf"), new CellExpression.Number(1e-3)),
                        0),
                    new CellExpression.Call(
                        CellFunction.Clip,
                        new CellExpression.Binary(
                            '/',
                            new CellExpression.Binary('*', new CellExpression.Named("wf"), new CellExpression.Named("c")),
                            new CellExpression.Binary(
                                '-', new CellExpression.Number(2), new CellExpression.Negation(new CellExpression.Named("u")))),
                        3))),
            cell.Statements.OfType<CellStatement.Assignment>().First());
    }

    [Theory]
    [InlineData("leaky_relu(a)", CellFunction.LeakyRelu, 0.01)]
    [InlineData("LeakyRelu(a, -0.5)", CellFunction.LeakyRelu, -0.5)]
    [InlineData("elu(a)", CellFunction.Elu, 1)]
    [InlineData("normalize(a)", CellFunction.Normalize, 1e-5)]
    [InlineData("hardSigmoid(a)", CellFunction.HardSigmoid, 0)]
    public void FunctionsAndTheirDefaults(string text, object function, double parameter) => Assert.Equal(
        new CellExpression.Call((CellFunction)function, new CellExpression.Named("a"), parameter),
        Assert.IsType<CellStatement.Assignment>(Assert.Single(CellEquations.Read($"h' = {text}").Statements)).Value);

    [Theory]
    [InlineData("where(a > b, c, d)", false, "a", "b")]
    [InlineData("Where(a >= b, c, d)", true, "a", "b")]
    [InlineData("where(a ≤ b, c, d)", true, "b", "a")]
    [InlineData("where(a<b, c, d)", false, "b", "a")]
    public void ComparisonsAreOfTheGreater(string text, bool orEqual, string left, string right) => Assert.Equal(
        new CellExpression.Selection(
            orEqual, new CellExpression.Named(left), new CellExpression.Named(right), new CellExpression.Named("c"),
            new CellExpression.Named("d")),
        Assert.IsType<CellStatement.Assignment>(Assert.Single(CellEquations.Read($"h' = {text}").Statements)).Value);

    [Fact]
    public void ExtremesAreOfTwo() => Assert.Equal(
        new CellExpression.Extreme(true, new CellExpression.Named("a"), new CellExpression.Extreme(
            false, new CellExpression.Named("b"), new CellExpression.Number(0.5))),
        Assert.IsType<CellStatement.Assignment>(Assert.Single(CellEquations.Read("h' = max(a, min(b, 0.5))").Statements)).Value);

    [Fact]
    public void WidthsAreLeftToTheShapes()
    {
        CellEquations cell = CellEquations.Read("state h\nstate m, n [2*units]\nscalar s = 1\nvector w [3]\nz, y [16] = [x, m]·k\nh' = x");
        Assert.Equal(["h", "m", "n"], cell.States);
        Assert.Equal([new("s", "s"), new("w", "w")], cell.Statements.OfType<CellStatement.Vector>());
        Assert.Equal(["z", "y"], Assert.Single(cell.Statements.OfType<CellStatement.Product>()).Blocks);
    }

    [Fact]
    public void HeadsOfAProduct()
    {
        CellEquations cell = CellEquations.Read("state h\nz, y = [h]·a/kernel(heads = 4) + a/bias(1)\nh' = tanh(z)");
        CellStatement.Product product = Assert.Single(cell.Statements.OfType<CellStatement.Product>());
        Assert.Equal((4, "a/kernel", "a/bias"), (product.Heads, product.Kernel, product.Bias));
    }

    [Theory]
    [InlineData("a = [h]·k(4)")]
    [InlineData("state a [")]
    [InlineData("a [2] = b")]
    [InlineData("a = max(b)")]
    [InlineData("a = max(b, c, d)")]
    [InlineData("a = max(b > c)")]
    [InlineData("a = where(b, c, d)")]
    [InlineData("a = where(b > c, d)")]
    [InlineData("a = b > c")]
    [InlineData("a = b +")]
    [InlineData("a = (b")]
    [InlineData("a, b = c")]
    [InlineData("a = sign(b)")]
    [InlineData("a = b % c")]
    [InlineData("a = [x, h]")]
    [InlineData("a = [x] * k * 2")]
    [InlineData("vector a as")]
    [InlineData("7 = a")]
    public void WrongLineIsNamed(string line)
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => CellEquations.Read($"state h\n{line}"));
        Assert.Equal($"'{line}' is no line of a cell's equations.", refusal.Message);
    }
}
