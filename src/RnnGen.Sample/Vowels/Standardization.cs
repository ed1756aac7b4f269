using System;
using RnnGen.Data;

namespace RnnGen.Sample.Vowels;

/// <summary>Moves and scales each feature to mean 0 and standard deviation 1 over the valid steps of the data that it was made of.</summary>
internal sealed class Standardization
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private Standardization(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>Takes means and deviations of a data set: of what is trained on, never of what the result is measured with.</summary>
    /// <param name="data">At least one valid step.</param>
    public static Standardization Of(LabeledSequences data)
    {
        double[] means = new double[data.Features], deviations = new double[data.Features];
        long steps = 0;
        for (int index = 0; index < data.Count; index++)
        {
            ReadOnlySpan<float> valid = Valid(data, index);
            steps += valid.Length / data.Features;
            for (int i = 0; i < valid.Length; i++)
            {
                means[i % data.Features] += valid[i];
            }
        }

        for (int feature = 0; feature < data.Features; feature++)
        {
            means[feature] /= steps;
        }

        for (int index = 0; index < data.Count; index++)
        {
            ReadOnlySpan<float> valid = Valid(data, index);
            for (int i = 0; i < valid.Length; i++)
            {
                double distance = valid[i] - means[i % data.Features];
                deviations[i % data.Features] += distance * distance;
            }
        }

        for (int feature = 0; feature < data.Features; feature++)
        {
            // A feature that never changes stays at 0 instead of becoming 0 / 0.
            double deviation = Math.Sqrt(deviations[feature] / steps);
            deviations[feature] = deviation > 0 ? deviation : 1;
        }

        return new Standardization(means, deviations);
    }

    /// <summary>A copy of a data set with its features moved and scaled; padding is zero.</summary>
    /// <param name="data">Any data of as many features.</param>
    public LabeledSequences Apply(LabeledSequences data)
    {
        float[] values = new float[data.Images.Length];
        for (int index = 0; index < data.Count; index++)
        {
            ReadOnlySpan<float> valid = Valid(data, index);
            Span<float> target = values.AsSpan(index * data.SequenceSize, valid.Length);
            for (int i = 0; i < valid.Length; i++)
            {
                int feature = i % data.Features;
                target[i] = (float)((valid[i] - _means[feature]) / _deviations[feature]);
            }
        }

        return new LabeledSequences(values, data.Labels.ToArray(), data.Steps, data.Features, data.Classes, data.Lengths.ToArray());
    }

    private static ReadOnlySpan<float> Valid(LabeledSequences data, int index) =>
        data.Image(index)[..((data.Lengths.IsEmpty ? data.Steps : data.Lengths[index]) * data.Features)];
}
