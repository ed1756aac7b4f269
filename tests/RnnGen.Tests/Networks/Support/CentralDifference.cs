using System;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>Derivatives of a loss in double arithmetic: (f(x + h) - f(x - h)) / 2h.</summary>
internal static class CentralDifference
{
    private const double Step = 1e-6;

    /// <summary>By one number, which is put back.</summary>
    public static double At(double[] of, int index, Func<double> loss)
    {
        double middle = of[index];
        of[index] = middle + Step;
        double above = loss();
        of[index] = middle - Step;
        double below = loss();
        of[index] = middle;
        return (above - below) / (2 * Step);
    }

    /// <summary>By each number.</summary>
    public static double[] Of(double[] of, Func<double> loss) => [.. of.Select((_, index) => At(of, index, loss))];
}
