using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Comparisons of whole tensors.</summary>
internal static class Expect
{
    /// <summary>
    /// Relative to the largest element of a tensor. An element is a sum of some hundred products of floats, each rounded to 6e-8,
    /// through some ten steps of nonlinear functions good to two units in the last place: errors of 1e-7 to 1e-6 of the largest
    /// element are rounding (an element itself may cancel to nothing, so its own size is no scale). A wrong equation is wrong by
    /// 1e-2. The double reference and its central differences are good to 1e-9.
    /// </summary>
    public const double Tolerance = 5e-6;

    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected the bits of {expected[i]:R}.");
            }
        }
    }

    /// <summary>
    /// Compares with a double reference, relative to its largest element, and writes the worst error to the test's output.
    /// </summary>
    public static void Close(double[] expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0, worst = 0;
        int where = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            double error = Math.Abs(expected[i] - actual[i]);
            if (!(error <= worst))
            {
                worst = error;
                where = i;
            }
        }

        double relative = worst == 0 ? 0 : worst / largest;
        TestContext.Current.TestOutputHelper?.WriteLine($"worst {relative:E1} {what}");
        if (!(relative <= Tolerance))
        {
            Assert.Fail(
                $"{what}: element {where} of {expected.Length} is {actual[where]:R}, expected {expected[where]:R}; "
                + $"{relative:E1} of the largest, {largest:R}.");
        }
    }

    /// <summary>For two orders of the same sums: a step and a batch.</summary>
    public static void SameToRounding(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        double[] exact = new double[expected.Length];
        for (int i = 0; i < exact.Length; i++)
        {
            exact[i] = expected[i];
        }

        Close(exact, actual, what);
    }

    public static void Filled(ReadOnlySpan<float> values, float value, string what) =>
        Assert.True(values.IndexOfAnyExcept(value) < 0, $"{what} was written to.");
}
