using System;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Sample.Anomalies;

/// <summary>
/// How badly a network writes each step again. The error of a step and column is the mean over all windows that hold the step, where those
/// are at least half as many as a window has steps: means of few are too noisy to compare with the others. In units of the column's root
/// mean square error where there are no faults, squared and averaged over neighbouring steps, it is a score:
/// <c>s[t] = max over c of √(mean over |u - t| ≤ 4 of (e[u, c] / r[c])²)</c>, about 1 without faults.
/// </summary>
internal sealed class ReconstructionScore
{
    /// <summary>Steps on each side that are averaged over.</summary>
    public const int Reach = 4;

    private const int BatchSize = 256;

    private ReconstructionScore(double[] values, int[] channels) => (Values, Channels) = (values, channels);

    /// <summary>The score of each step of the series; NaN where too few windows hold it.</summary>
    public double[] Values { get; }

    /// <summary>The column whose error each score is.</summary>
    public int[] Channels { get; }

    /// <summary>Windows that must hold a step for a score.</summary>
    /// <param name="window">Steps of a window.</param>
    public static int LeastWindows(int window) => (window + 1) / 2;

    /// <summary>Whether some step is held by enough windows.</summary>
    /// <param name="windows">The windows of a part, each a step after the one before unless there is a gap.</param>
    public static bool CanScore(SlidingWindows windows)
    {
        for (int window = 0, run = 0; window < windows.Count; window++)
        {
            run = run > 0 && windows.Place(window).Step == windows.Place(window - 1).Step + 1 ? run + 1 : 1;
            if (run == LeastWindows(windows.Length(window)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Mean errors of each step and column over the windows that hold it, [steps, channels].</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="windows">The windows of a part, each a step after the one before.</param>
    /// <param name="steps">Steps of the series.</param>
    /// <param name="channels">Columns that there are; the network's others are left out.</param>
    /// <returns>NaN where too few windows hold the step.</returns>
    public static double[] Errors(AnomalyNetwork network, SlidingWindows windows, int steps, int channels)
    {
        const int Width = AnomalyNetwork.MostChannels;
        double[] errors = new double[steps * channels];
        int[] counts = new int[steps];
        BatchSource source = new(windows, new BatchOptions { BatchSize = BatchSize, Shuffle = false });
        TrainingBatch batch = new();
        float[] outputs = new float[Math.Min(BatchSize, windows.Count) * windows.Length(0) * Width];
        for (int window = 0; source.Read(batch);)
        {
            network.Predict(batch.Sequences, outputs.AsSpan(0, batch.Inputs.Length));
            for (int row = 0; row < batch.Rows; row++, window++)
            {
                int first = windows.Place(window).Step;
                for (int step = 0; step < batch.Steps; step++)
                {
                    int at = ((row * batch.Steps) + step) * Width;
                    counts[first + step]++;
                    for (int channel = 0; channel < channels; channel++)
                    {
                        errors[((first + step) * channels) + channel] += batch.Inputs[at + channel] - outputs[at + channel];
                    }
                }
            }
        }

        int least = LeastWindows(windows.Length(0));
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = counts[i / channels] >= least ? errors[i] / counts[i / channels] : double.NaN;
        }

        return errors;
    }

    /// <summary>Root mean square errors of the columns, [channels]: what their errors are measured in.</summary>
    /// <param name="errors">Errors where there are no faults, [steps, channels].</param>
    /// <param name="channels">Number of columns.</param>
    public static double[] Scales(ReadOnlySpan<double> errors, int channels)
    {
        double[] squares = new double[channels];
        int steps = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            squares[i % channels] += double.IsNaN(errors[i]) ? 0 : errors[i] * errors[i];
            steps += i % channels == 0 && !double.IsNaN(errors[i]) ? 1 : 0;
        }

        // Of a column that is written without any error, any error counts.
        return [.. squares.Select(square => Math.Max(Math.Sqrt(square / Math.Max(1, steps)), 1e-6))];
    }

    /// <summary>The score of each step.</summary>
    /// <param name="errors">Errors, [steps, channels].</param>
    /// <param name="scales">What they are measured in, [channels].</param>
    public static ReconstructionScore Of(ReadOnlySpan<double> errors, ReadOnlySpan<double> scales)
    {
        int channels = scales.Length, steps = errors.Length / channels;
        ReconstructionScore score = new(new double[steps], new int[steps]);
        Array.Fill(score.Values, double.NaN);
        for (int step = 0; step < steps; step++)
        {
            for (int channel = 0; channel < channels && !double.IsNaN(errors[step * channels]); channel++)
            {
                double sum = 0;
                int count = 0;
                for (int near = Math.Max(0, step - Reach); near <= Math.Min(steps - 1, step + Reach); near++)
                {
                    double error = errors[(near * channels) + channel] / scales[channel];
                    sum += double.IsNaN(error) ? 0 : error * error;
                    count += double.IsNaN(error) ? 0 : 1;
                }

                double value = Math.Sqrt(sum / count);
                if (!(value <= score.Values[step]))
                {
                    (score.Values[step], score.Channels[step]) = (value, channel);
                }
            }
        }

        return score;
    }

    /// <summary>Steps that have a score.</summary>
    public int Count => Values.Count(value => !double.IsNaN(value));

    /// <summary>The score that a share of all, of which there is at least one, does not exceed.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    public double Quantile(double share)
    {
        double[] sorted = [.. Values.Where(value => !double.IsNaN(value))];
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
