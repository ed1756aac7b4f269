using System;

namespace RnnGen.Numerics;

/// <summary>The cosine by sums and products alone: those of the platforms' libraries differ in the last bit.</summary>
internal static class HalfTurns
{
    /// <summary>cos(π·<paramref name="x"/>), to about one unit in the last place; exact at multiples of 1/2.</summary>
    /// <param name="x">Half turns, finite.</param>
    public static double Cos(double x)
    {
        x = Math.Abs(x) % 2;
        x = x > 1 ? 2 - x : x;
        return x switch
        {
            <= 0.25 => CosSeries(Math.PI * x),
            <= 0.75 => SinSeries(Math.PI * (0.5 - x)),
            _ => -CosSeries(Math.PI * (1 - x)),
        };
    }

    /// <summary>Σ (-1)^k t^2k / (2k)! for |t| up to π/4, whose next term is below 1e-20.</summary>
    private static double CosSeries(double t)
    {
        double square = t * t, sum = 0;
        for (int k = 18; k > 0; k -= 2)
        {
            sum = square / (k * (k - 1)) * (1 - sum);
        }

        return 1 - sum;
    }

    /// <summary>Σ (-1)^k t^(2k+1) / (2k + 1)! for |t| up to π/4.</summary>
    private static double SinSeries(double t)
    {
        double square = t * t, sum = 0;
        for (int k = 19; k > 1; k -= 2)
        {
            sum = square / (k * (k - 1)) * (1 - sum);
        }

        return t * (1 - sum);
    }
}
