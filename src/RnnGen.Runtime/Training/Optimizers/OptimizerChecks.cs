using System;

namespace RnnGen.Training;

/// <summary>Arguments that optimizers, clipping and schedules check, with the offending numbers in the messages.</summary>
internal static class OptimizerChecks
{
    public static float NonNegative(float value, string name) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and at least 0.");

    public static double NonNegative(double value, string name) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and at least 0.");

    public static float Positive(float value, string name) => float.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and greater than 0.");

    public static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and greater than 0.");

    public static double DecayRate(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least 0 and less than 1.");

    public static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be 0 to 1.");

    public static long Count(long value, long least, string name) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least {least}.");

    /// <param name="parameters">Number of parameters.</param>
    /// <param name="gradients">Number of gradients.</param>
    /// <param name="first">Number of parameters of the first call, negative before it.</param>
    public static void Lengths(int parameters, int gradients, int first)
    {
        if (gradients != parameters)
        {
            throw new ArgumentException($"There are {gradients} gradients for {parameters} parameters.", nameof(gradients));
        }

        if (first >= 0 && parameters != first)
        {
            throw new ArgumentException(
                $"There are {parameters} parameters; the first update had {first}. One optimizer belongs to one model.",
                nameof(parameters));
        }
    }
}
