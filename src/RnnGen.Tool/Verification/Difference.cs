using System;
using System.Collections.Generic;

namespace RnnGen.Tool.Verification;

/// <summary>How far a tensor is from what was expected.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Largest">The largest number that was expected, max|b|.</param>
/// <param name="Furthest">max|a - b|; infinite where a number that was expected is not one here, or the other way round.</param>
internal sealed record Difference(string Name, double Largest, double Furthest)
{
    /// <summary>The difference as a share of the largest number.</summary>
    public double Share => Furthest == 0 ? 0 : Furthest / Largest;

    /// <summary>Whether the tensor is as expected.</summary>
    /// <param name="tolerance">The largest share of the largest number that is no difference.</param>
    public bool IsWithin(double tolerance) => Furthest <= tolerance * Largest;

    /// <summary>Compares two tensors of equal size.</summary>
    public static Difference Of(string name, IReadOnlyList<float> actual, IReadOnlyList<float> expected)
    {
        double largest = 0, furthest = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            double a = actual[i], b = expected[i];
            if (double.IsFinite(a) && double.IsFinite(b))
            {
                largest = Math.Max(largest, Math.Abs(b));
                furthest = Math.Max(furthest, Math.Abs(a - b));
            }
            else if (!a.Equals(b))
            {
                furthest = double.PositiveInfinity;
            }
        }

        return new Difference(name, largest, furthest);
    }

    /// <summary>The worse of two differences of the same tensor.</summary>
    public Difference Or(Difference other) =>
        new(Name, Math.Max(Largest, other.Largest), Math.Max(Furthest, other.Furthest));
}
