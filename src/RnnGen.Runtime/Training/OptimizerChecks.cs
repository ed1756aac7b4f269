using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Training;

/// <summary>Arguments that all optimizers check, with the offending numbers in the messages.</summary>
internal static class OptimizerChecks
{
    public static float NonNegative(float value, string name) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and at least 0.");

    public static float Positive(float value, string name) => float.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite and greater than 0.");

    public static double DecayRate(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least 0 and less than 1.");

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

/// <summary>One vector of the widest width: a padded copy of the last few floats of a row.</summary>
[InlineArray(16)]
internal struct Tail
{
    private float _first;
}
