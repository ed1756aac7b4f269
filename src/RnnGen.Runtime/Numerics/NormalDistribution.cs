using System;

namespace RnnGen.Numerics;

/// <summary>
/// Points of the standard normal distribution for random numbers, in IEEE double arithmetic alone: sums, products, quotients and
/// square roots are exact everywhere, so equal probabilities give equal bits on every machine. <see cref="Math.Log(double)"/> does not.
/// </summary>
internal static class NormalDistribution
{
    /// <summary>Φ(-2), the probability below minus two standard deviations.</summary>
    public const double BelowMinusTwo = 0.022750131948179207;

    // 2 atanh(s) / s as a series in s²: 2, 2/3, 2/5, ...; with s² below 0.0295 the first one left out is below 1e-18.
    private static ReadOnlySpan<double> Logarithm =>
        [2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0];

    // Wichura: Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37 (3), 1988; PPND16, whose
    // relative error is about 1e-16. The highest power first.
    private static ReadOnlySpan<double> CentreNumerator =>
        [
            2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
            1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080,
        ];

    private static ReadOnlySpan<double> CentreDenominator =>
        [
            5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
            5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
        ];

    private static ReadOnlySpan<double> MiddleNumerator =>
        [
            7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
            3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
        ];

    private static ReadOnlySpan<double> MiddleDenominator =>
        [
            1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
            6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
        ];

    private static ReadOnlySpan<double> TailNumerator =>
        [
            2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
            2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
        ];

    private static ReadOnlySpan<double> TailDenominator =>
        [
            2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
            1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
        ];

    /// <summary>Φ⁻¹: the number below which a standard normal number lies with a probability.</summary>
    /// <param name="probability">Greater than 0, less than 1.</param>
    public static double Quantile(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double centre = 0.180625 - (q * q);
            return q * Polynomial(CentreNumerator, centre) / Polynomial(CentreDenominator, centre);
        }

        double tail = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        double magnitude = tail <= 5
            ? Polynomial(MiddleNumerator, tail - 1.6) / Polynomial(MiddleDenominator, tail - 1.6)
            : Polynomial(TailNumerator, tail - 5) / Polynomial(TailDenominator, tail - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    /// <summary>The natural logarithm of a positive normal number.</summary>
    internal static double Log(double value)
    {
        const double Ln2 = 0.69314718055994531, Sqrt2 = 1.4142135623730951;
        const int MantissaBits = 52, Bias = 1023;
        const long Mantissa = (1L << MantissaBits) - 1, One = (long)Bias << MantissaBits;

        // value = m·2^e with m in [√½, √2), and log m = 2 atanh((m - 1) / (m + 1)).
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> MantissaBits) - Bias;
        double m = BitConverter.Int64BitsToDouble((bits & Mantissa) | One);
        if (m >= Sqrt2)
        {
            m *= 0.5;
            exponent++;
        }

        double s = (m - 1) / (m + 1);
        return (exponent * Ln2) + (s * Polynomial(Logarithm, s * s));
    }

    /// <summary>Horner's rule; a product and a sum, never fused, because not every machine has the fused operation.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
