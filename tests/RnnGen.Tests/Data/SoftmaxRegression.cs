using System;
using System.Numerics.Tensors;
using RnnGen.Data;

namespace RnnGen.Tests.Data;

/// <summary>Multinomial logistic regression, trained with Adam: what can be learned without looking at pixels together.</summary>
internal static class SoftmaxRegression
{
    /// <summary>Trains on the training set and returns the share of the test set that is recognized.</summary>
    public static double TestAccuracy(MnistDataSets sets, int epochs)
    {
        const int Batch = 128;
        LabeledSequences train = sets.Train;
        int size = train.SequenceSize, classes = train.Classes;

        // One row per class: the weights, then the bias as the weight of a constant 1.
        int row = size + 1, steps = epochs * train.Count / Batch;
        float[] weights = new float[classes * row], gradients = new float[weights.Length];
        float[] means = new float[weights.Length], squares = new float[weights.Length];
        float[] images = new float[Batch * size], input = new float[row], scores = new float[classes];
        int[] labels = new int[Batch];
        SequenceBatcher batcher = new(train, 5);
        for (int step = 1; step <= steps; step++)
        {
            batcher.NextBatch(images, labels);
            Array.Clear(gradients);
            for (int example = 0; example < Batch; example++)
            {
                Score(images.AsSpan(example * size, size));
                TensorPrimitives.SoftMax<float>(scores, scores);
                scores[labels[example]] -= 1;
                for (int c = 0; c < classes; c++)
                {
                    Span<float> gradient = gradients.AsSpan(c * row, row);
                    TensorPrimitives.MultiplyAdd<float>(input, scores[c] / Batch, gradient, gradient);
                }
            }

            // The last third with a smaller rate, so that the result is not a matter of the last batches.
            float rate = step > steps * 2 / 3 ? 0.0003f : 0.001f;
            rate *= MathF.Sqrt(1 - MathF.Pow(0.999f, step)) / (1 - MathF.Pow(0.9f, step));
            for (int i = 0; i < weights.Length; i++)
            {
                means[i] += 0.1f * (gradients[i] - means[i]);
                squares[i] += 0.001f * ((gradients[i] * gradients[i]) - squares[i]);
                weights[i] -= rate * means[i] / (MathF.Sqrt(squares[i]) + 1e-8f);
            }
        }

        int right = 0;
        for (int example = 0; example < sets.Test.Count; example++)
        {
            Score(sets.Test.Image(example));
            right += TensorPrimitives.IndexOfMax<float>(scores) == sets.Test.Labels[example] ? 1 : 0;
        }

        return right / (double)sets.Test.Count;

        void Score(ReadOnlySpan<float> image)
        {
            image.CopyTo(input);
            input[size] = 1;
            for (int c = 0; c < classes; c++)
            {
                scores[c] = TensorPrimitives.Dot<float>(input, weights.AsSpan(c * row, row));
            }
        }
    }
}
