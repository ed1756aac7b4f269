using System;
using System.Linq;
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

    /// <summary>Index of the series of the last forecast.</summary>
    public int LastSeries { get; private set; }

    /// <summary>The step of the first value of the last forecast.</summary>
    public int LastStep { get; private set; }

    /// <summary>The last forecast.</summary>
    public double[] LastMeans { get; } = new double[Horizon];

    /// <summary>Lower end of its interval.</summary>
    public double[] LastLower { get; } = new double[Horizon];

    /// <summary>Upper end of its interval.</summary>
    public double[] LastUpper { get; } = new double[Horizon];

    /// <summary>Forecasts every window of the test part.</summary>
    /// <param name="forecaster">With the trained network.</param>
    /// <param name="test">Standardised windows; the last one ends with the last series unless a gap is near.</param>
    /// <param name="series">The series themselves.</param>
    /// <param name="standardization">What the windows were made with.</param>
    /// <param name="season">Distance of the naive forecast.</param>
    public static ForecastTest Of(
        IForecaster forecaster, SlidingWindows test, ForecastSeries series, Standardization standardization, int season)
    {
        BatchSource source = new(forecaster.Read(test), new BatchOptions { BatchSize = 256, Shuffle = false });
        TrainingBatch batch = new();
        float[][] all = [.. series.Table.Series.Select((_, index) => series.Values(index))];
        float[] outputs = [];
        double mean = standardization.Means[0], deviation = standardization.Deviations[0];
        double absolute = 0, square = 0, naive = 0;
        long count = 0, inside = 0;
        double[] means = new double[Horizon], lower = new double[Horizon], upper = new double[Horizon];
        for (int window = 0; source.Read(batch);)
        {
            int size = forecaster.OutputSize;
            outputs = outputs.Length < batch.Rows * size ? new float[batch.Rows * size] : outputs;
            forecaster.Model.Predict(batch.Sequences, outputs.AsSpan(0, batch.Rows * size));
            for (int row = 0; row < batch.Rows; row++, window++)
            {
                (int index, int step) = test.Place(window);
                int first = step + test.Length(window);
                ReadOnlySpan<float> values = all[index], output = outputs.AsSpan(row * size, size);
                for (int i = 0; i < Horizon; i++)
                {
                    // A log-variance s is that of standardised values: the deviation of the data is deviation·exp(s / 2).
                    (float value, float logVariance) = forecaster.At(output, i);
                    means[i] = mean + (deviation * value);
                    double reach = Quantile95 * deviation * Math.Exp(logVariance / 2);
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
        (result.LastSeries, result.LastStep) = test.Place(test.Count - 1);
        result.LastStep += test.Length(test.Count - 1);
        means.CopyTo(result.LastMeans, 0);
        lower.CopyTo(result.LastLower, 0);
        upper.CopyTo(result.LastUpper, 0);
        return result;
    }
}
