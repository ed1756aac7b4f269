using System;
using RnnGen.Data;

namespace RnnGen.Sample.Forecasts;

/// <summary>How good the forecasts of the test part are, in the units of the data.</summary>
internal sealed record ForecastTest
{
    /// <summary>95 % of a standard normal distribution lie below: 5 % remain on each side of the interval.</summary>
    private const double Quantile95 = 1.6448536269514722;

    private const int Horizon = ForecastNetwork.Horizon;

    /// <summary>Mean absolute error over all values of all windows.</summary>
    public required double Mae { get; init; }

    /// <summary>Root of their mean square error.</summary>
    public required double Rmse { get; init; }

    /// <summary>Mean absolute error of the value one season earlier.</summary>
    public required double NaiveMae { get; init; }

    /// <summary>Share of the values within the interval that should hold 90 %.</summary>
    public required double Coverage90 { get; init; }

    /// <summary>The step of the first value of the last forecast.</summary>
    public int LastStep { get; private set; }

    /// <summary>The last forecast.</summary>
    public double[] LastMeans { get; } = new double[Horizon];

    /// <summary>Lower end of its interval.</summary>
    public double[] LastLower { get; } = new double[Horizon];

    /// <summary>Upper end of its interval.</summary>
    public double[] LastUpper { get; } = new double[Horizon];

    /// <summary>Forecasts every window of the test part.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="test">Standardised windows; the last one ends with the series unless a gap is near.</param>
    /// <param name="values">The series itself.</param>
    /// <param name="standardization">What the windows were made with.</param>
    /// <param name="season">Distance of the naive forecast.</param>
    public static ForecastTest Of(
        ForecastNetwork network, SlidingWindows test, ReadOnlySpan<float> values, Standardization standardization, int season)
    {
        BatchSource source = new(test, new BatchOptions { BatchSize = 256, Shuffle = false });
        TrainingBatch batch = new();
        float[] outputs = [];
        double mean = standardization.Means[0], deviation = standardization.Deviations[0];
        double absolute = 0, square = 0, naive = 0;
        long count = 0, inside = 0;
        double[] means = new double[Horizon], lower = new double[Horizon], upper = new double[Horizon];
        for (int window = 0; source.Read(batch);)
        {
            outputs = outputs.Length < batch.Rows * ForecastNetwork.OutputSize
                ? new float[batch.Rows * ForecastNetwork.OutputSize]
                : outputs;
            network.Predict(batch.Sequences, outputs.AsSpan(0, batch.Rows * ForecastNetwork.OutputSize));
            for (int row = 0; row < batch.Rows; row++, window++)
            {
                int first = test.Place(window).Step + test.Length(window);
                ReadOnlySpan<float> output = outputs.AsSpan(row * ForecastNetwork.OutputSize, ForecastNetwork.OutputSize);
                for (int i = 0; i < Horizon; i++)
                {
                    // A log-variance s is that of standardised values: the deviation of the data is deviation·exp(s / 2).
                    means[i] = mean + (deviation * output[i]);
                    double reach = Quantile95 * deviation * Math.Exp(output[Horizon + i] / 2);
                    (lower[i], upper[i]) = (means[i] - reach, means[i] + reach);
                    double truth = values[first + i], error = truth - means[i];
                    absolute += Math.Abs(error);
                    square += error * error;

                    // Beyond one season only what was known when the forecast was made: the same place in the last season before it.
                    naive += Math.Abs(truth - values[Math.Max(0, first + (i % season) - season)]);
                    inside += truth >= lower[i] && truth <= upper[i] ? 1 : 0;
                    count++;
                }
            }
        }

        ForecastTest result = new()
        {
            Mae = absolute / count,
            Rmse = Math.Sqrt(square / count),
            NaiveMae = naive / count,
            Coverage90 = (double)inside / count,
        };
        result.LastStep = test.Place(test.Count - 1).Step + test.Length(test.Count - 1);
        means.CopyTo(result.LastMeans, 0);
        lower.CopyTo(result.LastLower, 0);
        upper.CopyTo(result.LastUpper, 0);
        return result;
    }
}
