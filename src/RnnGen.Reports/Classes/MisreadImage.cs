using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace RnnGen.Reports;

/// <summary>Reads one image of a data set.</summary>
/// <param name="index">Index of the image.</param>
/// <returns>Its pixels, row by row, 0 (paper) to 1 (ink).</returns>
public delegate ReadOnlySpan<float> ImageReader(int index);

/// <summary>An image that was taken for another class; a copy of the pixels that it was made from.</summary>
public sealed class MisreadImage
{
    private readonly float[] _pixels;

    /// <summary>Wraps an image.</summary>
    /// <param name="index">Index in its data set.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixels">Pixels, row by row, 0 (paper) to 1 (ink); others are taken for the nearer one.</param>
    /// <exception cref="ArgumentException">The pixels are not one or more whole rows.</exception>
    public MisreadImage(int index, int width, ReadOnlySpan<float> pixels)
    {
        if (width < 1 || pixels.IsEmpty || pixels.Length % width != 0)
        {
            throw new ArgumentException(
                $"Image {index} has {pixels.Length} pixels, which are not one or more rows of {width}.", nameof(pixels));
        }

        (Index, Width, _pixels) = (index, width, pixels.ToArray());
    }

    /// <summary>Index in its data set.</summary>
    public int Index { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height => _pixels.Length / Width;

    /// <summary>Pixels, row by row.</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>The right class.</summary>
    public required string Label { get; init; }

    /// <summary>The class that was read.</summary>
    public required string Prediction { get; init; }

    /// <summary>Probability that the network gave to the right class.</summary>
    public required double LabelProbability { get; init; }

    /// <summary>Probability that the network gave to the class that it read.</summary>
    public required double PredictionProbability { get; init; }

    /// <summary>The images whose right class got the least probability, among those whose largest score stands elsewhere.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="logits">Logits, [rows, classes]; of probabilities their logarithms.</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="width">Pixels of an image's row.</param>
    /// <param name="image">Reads an image.</param>
    /// <param name="count">Most images to return.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, a label is not a class, or pixels are not whole rows.</exception>
    public static IReadOnlyList<MisreadImage> MostWrong(
        IReadOnlyList<string> classes, ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int width, ImageReader image, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ScoreChecks.Check(logits, labels, classes.Count);
        List<(int Index, int Label, int Prediction, double Of, double Read)> wrong = [];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> scores = logits.Slice(row * classes.Count, classes.Count);
            int prediction = TensorPrimitives.IndexOfMax(scores), label = labels[row];
            if (prediction != label)
            {
                wrong.Add((row, label, prediction, Probability(scores, label), Probability(scores, prediction)));
            }
        }

        // A NaN sorts first: nothing is more wrong.
        return [.. wrong.OrderBy(entry => entry.Of).ThenBy(entry => entry.Index).Take(count).Select(entry =>
            new MisreadImage(entry.Index, width, image(entry.Index))
            {
                Label = classes[entry.Label],
                Prediction = classes[entry.Prediction],
                LabelProbability = entry.Of,
                PredictionProbability = entry.Read,
            })];
    }

    /// <summary>Softmax of one class: 1 / Σ exp(z_i - z_k).</summary>
    private static double Probability(ReadOnlySpan<float> logits, int k)
    {
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((double)logit - logits[k]);
        }

        return 1 / sum;
    }
}
