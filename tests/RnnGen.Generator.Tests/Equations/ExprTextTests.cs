using System;
using System.Collections.Generic;
using System.Globalization;
using RnnGen.Generator.Equations;
using Xunit;

namespace RnnGen.Generator.Tests.Equations;

/// <summary>Printed expressions mean what the trees mean, by C#'s own precedence.</summary>
public sealed class ExprTextTests
{
    private static readonly Expr A = new Expr.Reference("a");
    private static readonly Expr B = new Expr.Reference("b");
    private static readonly Expr C = new Expr.Reference("c'");

    [Fact]
    public void MathsOfRandomExpressions() => Sweep((expression, at) => Evaluator.Maths(ExprText.Maths(expression), at), ExprText.Maths);

    [Fact]
    public void CodeOfRandomExpressions() =>
        Sweep((expression, at) => Evaluator.Parsed(ExprText.Code(expression), at), expression => ExprText.Code(expression));

    [Fact]
    public void MathsReadsAsOnPaper()
    {
        Assert.Equal("a·b + σ(c' + 1)", ExprText.Maths((A * B) + Functions.Sigmoid(C + 1)));
        Assert.Equal("(a + b)·c'", ExprText.Maths((A + B) * C));
        Assert.Equal("a - (b - c')", ExprText.Maths(A - (B - C)));
        Assert.Equal("a - b - c'", ExprText.Maths(A - B - C));
        Assert.Equal("a·(-b)", ExprText.Maths(A * -B));
        Assert.Equal("-(a + b)", ExprText.Maths(-(A + B)));
        Assert.Equal("-tanh(a)", ExprText.Maths(-Functions.Tanh(A)));
    }

    [Fact]
    public void ConstantsThatAreNegativeReadAsOnPaper()
    {
        Assert.Equal("a - 0.5", ExprText.Maths(A + -0.5));
        Assert.Equal("a + 0.5", ExprText.Maths(A - -0.5));
        Assert.Equal("a·(-0.5)", ExprText.Maths(A * -0.5));
        Assert.Equal("-(-0.5)", ExprText.Maths(-(Expr)(-0.5)));
    }

    [Fact]
    public void CodeFusesSumsOfProducts()
    {
        Assert.Equal("V.MultiplyAdd(a, b, cNext)", ExprText.Code((A * B) + C));
        Assert.Equal("V.MultiplyAdd(a, b, cNext)", ExprText.Code(C + (A * B)));
        Assert.Equal("V.MultiplyAdd(-a, b, cNext)", ExprText.Code(C - (A * B)));
        Assert.Equal("V.MultiplyAdd(a, b, cNext * cNext)", ExprText.Code((A * B) + (C * C)));
        Assert.Equal("(a + b) * cNext", ExprText.Code((A + B) * C));
        Assert.Equal("a * (b * cNext)", ExprText.Code(A * (B * C)));
        Assert.Equal("(-V.MultiplyAdd(a, b, cNext)) * a", ExprText.Code(-((A * B) + C) * A));
        Assert.Equal("V.Sigmoid(a + V.Create(0.5f))", ExprText.Code(Functions.Sigmoid(A + 0.5)));
    }

    [Theory]
    [InlineData("c'", "cNext")]
    [InlineData("dh'", "dhNext")]
    [InlineData("do", "dO")]
    [InlineData("is", "iS")]
    [InlineData("zf", "zf")]
    public void Identifiers(string name, string identifier) => Assert.Equal(identifier, ExprText.Identifier(name));

    [Theory]
    [InlineData(1.0, "1f")]
    [InlineData(-0.1, "-0.1f")]
    [InlineData(1e-7, "1E-07f")]
    [InlineData(-1e30, "-1E+30f")]
    [InlineData(3.4028234663852886e38, "3.4028235E+38f")]
    public void Literals(double value, string literal) => Assert.Equal(literal, ExprText.Literal(value));

    [Fact]
    public void LiteralsReadBackToTheSameBits()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
            {
                float back = float.Parse(ExprText.Literal(value).TrimEnd('f'), CultureInfo.InvariantCulture);
                Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(back));
            }
        }
    }

    private static void Sweep(Func<Expr, Dictionary<string, double>, double> printed, Func<Expr, string> text)
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Random random = new(seed);
            Expr expression = RandomExpressions.Next(random, depth: 4, calls: true);
            Dictionary<string, double> at = RandomExpressions.Values(random);
            RandomExpressions.Close(Evaluator.Value(expression, at), printed(expression, at), $"{expression} as {text(expression)}");
        }
    }
}
