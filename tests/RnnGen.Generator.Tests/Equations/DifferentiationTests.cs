using System;
using System.Collections.Generic;
using RnnGen.Generator.Equations;
using Xunit;

namespace RnnGen.Generator.Tests.Equations;

/// <summary>Derivatives against central differences, and the rules that keep them short.</summary>
public sealed class DifferentiationTests
{
    private static readonly Expr A = new Expr.Reference("a");
    private static readonly Expr B = new Expr.Reference("b");
    private static readonly Expr C = new Expr.Reference("c");

    [Fact]
    public void PartialOfRandomExpressions()
    {
        const double step = 1e-4;
        int nonZero = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            Expr expression = RandomExpressions.Next(random, depth: 4, calls: false);
            Dictionary<string, double> at = RandomExpressions.Values(random);
            foreach (string name in RandomExpressions.Names)
            {
                double analytic = Evaluator.Value(Differentiation.Partial(expression, name), at);
                double before = Evaluator.Value(expression, new Dictionary<string, double>(at) { [name] = at[name] - step });
                double after = Evaluator.Value(expression, new Dictionary<string, double>(at) { [name] = at[name] + step });
                double numeric = (after - before) / (2 * step);
                Assert.True(
                    Math.Abs(analytic - numeric) <= 1e-4 * (1 + Math.Abs(numeric)),
                    $"∂({ExprText.Maths(expression)})/∂{name}: {analytic:R}, numerically {numeric:R}");
                nonZero += analytic != 0 ? 1 : 0;
            }
        }

        Assert.True(nonZero > 300);
    }

    [Theory]
    [InlineData(-3.0)]
    [InlineData(-0.5)]
    [InlineData(0.0)]
    [InlineData(1.25)]
    [InlineData(4.0)]
    public void DerivativesOfFunctions(double x)
    {
        const double step = 1e-5;
        foreach (Function function in Enum.GetValues<Function>())
        {
            Expr.Call call = new(function, A, Parameter: 0.75);
            if (!Functions.IsDifferentiable(function))
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Functions.Derivative(call, B));
                continue;
            }

            // Beside the kink at 0, and where a logarithm and a root exist.
            double at = function is Function.Log or Function.Sqrt ? Math.Abs(x) + 0.5 : x == 0 ? 1e-3 : x;
            double At(double value) => Evaluator.Value(call, new Dictionary<string, double> { ["a"] = value });
            double analytic = Evaluator.Value(Functions.Derivative(call, B), new Dictionary<string, double> { ["a"] = at, ["b"] = At(at) });
            Assert.Equal((At(at + step) - At(at - step)) / (2 * step), analytic, 1e-8);
        }
    }

    [Fact]
    public void CallsHaveNoPartial() => Assert.Throws<ArgumentException>(() => Differentiation.Partial(A + Functions.Tanh(B), "a"));

    [Fact]
    public void PartialsOfTheCells()
    {
        // c' = f·c + i·j and h' = u·h + (1 - u)·k, as the planner asks for them.
        Assert.Equal("c", Text(Differentiation.Partial((A * C) + (B * B), "a")));
        Assert.Equal("b + b", Text(Differentiation.Partial((A * C) + (B * B), "b")));
        Expr update = (A * B) + ((Expr.One - A) * C);
        Assert.Equal("b - c", Text(Differentiation.Partial(update, "a")));
        Assert.Equal("1 - a", Text(Differentiation.Partial(update, "c")));
        Assert.Equal("0", Text(Differentiation.Partial(update, "x")));
        Assert.Equal("1/b", Text(Differentiation.Partial(A / B, "a")));
        Assert.Equal("-a/(b·b)", Text(Differentiation.Partial(A / B, "b")));
    }

    [Fact]
    public void AddDropsZeros()
    {
        Assert.Same(A, Differentiation.Add(Expr.Zero, A));
        Assert.Same(A, Differentiation.Add(A, Expr.Zero));
        Assert.Equal(A - B, Differentiation.Add(A, -B));
        Assert.Equal(A + B, Differentiation.Add(A, B));
    }

    [Fact]
    public void MultiplyDropsZerosAndOnesAndMovesSignsOutwards()
    {
        Assert.Equal(Expr.Zero, Differentiation.Multiply(A, Expr.Zero));
        Assert.Equal(Expr.Zero, Differentiation.Multiply(Expr.Zero, A));
        Assert.Same(A, Differentiation.Multiply(Expr.One, A));
        Assert.Same(A, Differentiation.Multiply(A, Expr.One));
        Assert.Equal(-(A * B), Differentiation.Multiply(-A, B));
        Assert.Equal(-(A * B), Differentiation.Multiply(A, -B));
        Assert.Equal(A * B, Differentiation.Multiply(-A, -B));
        Assert.Equal(-A, Differentiation.Multiply(-Expr.One, A));
    }

    [Fact]
    public void SimplificationKeepsValues()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Expr left = RandomExpressions.Next(random, depth: 3, calls: false);
            Expr right = RandomExpressions.Next(random, depth: 3, calls: false);
            Dictionary<string, double> at = RandomExpressions.Values(random);
            double l = Evaluator.Value(left, at);
            double r = Evaluator.Value(right, at);
            RandomExpressions.Close(l + r, Evaluator.Value(Differentiation.Add(left, right), at), "sum");
            RandomExpressions.Close(l * r, Evaluator.Value(Differentiation.Multiply(left, right), at), "product");
        }
    }

    [Fact]
    public void ReferencesInOrderOfAppearance()
    {
        Assert.Equal(["b", "a", "c"], Differentiation.References((B * A) - (Functions.Sigmoid(C + B) + -A)));
        Assert.Empty(Differentiation.References(Expr.One + Expr.Zero));
    }

    private static string Text(Expr expression) => ExprText.Maths(expression);
}
