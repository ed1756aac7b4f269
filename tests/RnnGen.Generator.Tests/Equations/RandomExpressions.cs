using System;
using System.Collections.Generic;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Tests.Equations;

/// <summary>Expressions of every shape, the same ones in every run.</summary>
internal static class RandomExpressions
{
    /// <summary>Names as cells use them: plain and primed.</summary>
    public static readonly string[] Names = ["a", "b", "c'", "i"];

    // Exact in float, so that printed literals lose nothing.
    private static readonly double[] Constants = [0, 1, -1, 0.5, -2.25, 3];

    public static Expr Next(Random random, int depth, bool calls)
    {
        int kind = depth == 0 ? random.Next(2) : random.Next(calls ? 14 : 10);
        return kind switch
        {
            0 => new Expr.Reference(Names[random.Next(Names.Length)]),
            1 => Constants[random.Next(Constants.Length)],
            2 => Next(random, depth - 1, calls) + Next(random, depth - 1, calls),
            3 => Next(random, depth - 1, calls) - Next(random, depth - 1, calls),
            4 => Next(random, depth - 1, calls) * Next(random, depth - 1, calls),
            5 => -Next(random, depth - 1, calls),
            6 => Next(random, depth - 1, calls) / Constants[random.Next(3, Constants.Length)],
            7 => new Expr.Extreme(random.Next(2) == 0, Next(random, depth - 1, calls), Next(random, depth - 1, calls)),
            8 or 9 => new Expr.Selection(
                (Comparison)(kind - 8), Next(random, depth - 1, calls), Next(random, depth - 1, calls), Next(random, depth - 1, calls),
                Next(random, depth - 1, calls)),
            10 => Functions.Sigmoid(Next(random, depth - 1, calls)),
            11 => Functions.Clip(Next(random, depth - 1, calls), 1.5),
            12 => new Expr.Call(
                Function.Softsign, Next(random, depth - 1, calls)) / (2 + new Expr.Call(Function.Abs, Next(random, depth - 1, calls))),
            _ => Functions.Tanh(Next(random, depth - 1, calls)),
        };
    }

    /// <summary>A value for each name, and for its spelling in C#.</summary>
    public static Dictionary<string, double> Values(Random random)
    {
        Dictionary<string, double> values = [];
        foreach (string name in Names)
        {
            values[name] = (random.NextDouble() * 4) - 2;
        }

        values["cNext"] = values["c'"];
        return values;
    }

    public static void Close(double expected, double actual, string what)
    {
        double scale = 1 + Math.Abs(expected);
        Xunit.Assert.True(Math.Abs(expected - actual) <= 1e-9 * scale, $"{what}: expected {expected:R}, was {actual:R}");
    }
}
