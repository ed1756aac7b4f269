using System;
using System.Globalization;
using Xunit;

namespace RnnGen.Tests.Fixtures;

/// <summary>Names of what a run computes.</summary>
internal static class Results
{
    public const string PredictedOutputs = "outputs of Predict", PredictedStates = "final states of Predict";
    public const string Outputs = "outputs of Forward", States = "final states of Forward", Loss = "loss";
    public const string InputGradients = "input gradients", StateGradients = "initial state gradients", Gradients = "gradients";

    /// <summary>Whether a result is laid out as the parameters.</summary>
    public static bool IsOfParameters(string result) => result == Gradients;
}

/// <summary>A tensor of a fixture and the places of its elements in a result.</summary>
/// <param name="Result">Name of the result.</param>
/// <param name="Values">The tensor.</param>
/// <param name="Places">Where its elements are in the result; <see langword="null"/> when it is the whole result in order.</param>
/// <param name="Tolerance">How far it may be off.</param>
internal sealed record Expectation(string Result, Tensor Values, int[]? Places, Tolerance Tolerance)
{
    /// <summary>max|a - b| must not be above the limit; NaN is.</summary>
    public void Check(float[] actual, string mode, CheckLog log)
    {
        double[] expected = Values.Values;
        string what = $"{Values.Name} ({mode}, {Result})";
        int places = Places?.Length ?? actual.Length;
        Assert.True(expected.Length == places, $"{what}: {expected.Length} values for {places} places.");
        double worst = 0;
        int index = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[Places?[i] ?? i] - expected[i]);
            if (!(difference <= worst))
            {
                worst = difference;
                index = i;
            }

            if (double.IsNaN(difference))
            {
                break;
            }
        }

        double limit = Tolerance.Limit(Values);
        if (!(worst <= limit))
        {
            string place = $"{what}: value {index} of [{string.Join(", ", Values.Shape)}]";
            float found = actual[Places?[index] ?? index];
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{place} is {found:R}, expected {expected[index]:R}: off by {worst:E2}, allowed {limit:E2}."));
        }

        log.Add(what, worst, limit, Values.Largest);
    }
}

/// <summary>Keeps how close a check came to its limits.</summary>
internal sealed class CheckLog
{
    private double _share;
    private string _worst = "";
    private int _checks;

    public void Add(string what, double error, double limit, double largest)
    {
        _checks++;
        double share = limit > 0 ? error / limit : 0;
        if (_worst.Length == 0 || share > _share)
        {
            _share = share;
            _worst = string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: off by {error:E2}, {(largest > 0 ? error / largest : 0):E2} of the largest, {share:P1} of the limit");
        }
    }

    public override string ToString() => $"{_checks} tensors checked; worst {_worst}";
}
