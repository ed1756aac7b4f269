using System;

namespace RnnGen.Tests.Networks;

/// <summary>
/// The losses in scalar double arithmetic, as PyTorch and Keras define them, read from the attribute of a model class or of one of its
/// heads.
/// </summary>
internal static class ReferenceLoss
{
    /// <summary>The loss of a class without heads.</summary>
    public static LossAttribute Attribute(Type model) => (LossAttribute)model.GetCustomAttributes(typeof(LossAttribute), inherit: false)[0];

    /// <summary>The loss of a batch.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="outputs">[rows, outputs] or [rows, steps, outputs].</param>
    /// <param name="size">Outputs of one target.</param>
    /// <param name="targets">The same with values to learn; empty when there are labels.</param>
    /// <param name="labels">[rows] or [rows, steps].</param>
    /// <param name="valid">Number of targets of each row; <paramref name="steps"/> apart.</param>
    /// <param name="steps">Places for targets of each row.</param>
    public static double Of(LossAttribute loss, double[] outputs, int size, double[] targets, int[] labels, int[] valid, int steps)
    {
        double sum = 0, weights = 0;
        int rows = 0;
        for (int row = 0; row < valid.Length; row++)
        {
            bool any = false;
            for (int step = 0; step < valid[row]; step++)
            {
                int index = (row * steps) + step;
                double[] y = outputs[(index * size)..((index + 1) * size)];
                if (labels.Length > 0)
                {
                    SoftmaxCrossEntropyAttribute softmax = (SoftmaxCrossEntropyAttribute)loss;
                    if (labels[index] == softmax.IgnoreIndex && softmax.IgnoreIndex != 0)
                    {
                        continue;
                    }

                    double[] oneHot = new double[size];
                    oneHot[labels[index]] = 1;
                    sum += CrossEntropy(softmax, y, oneHot);
                    weights += softmax.ClassWeights.Length > 0 ? softmax.ClassWeights[labels[index]] : 1;
                }
                else
                {
                    int targetSize = loss is GaussianNegativeLogLikelihoodAttribute ? size / 2 : size;
                    double[] t = targets[(index * targetSize)..((index + 1) * targetSize)];
                    sum += loss is SoftmaxCrossEntropyAttribute softmax ? CrossEntropy(softmax, y, t) : Mean(loss, y, t);
                    weights++;
                }

                any = true;
            }

            rows += any ? 1 : 0;
        }

        return loss.Reduction switch
        {
            LossReduction.Sum => sum,
            LossReduction.PerSequence when steps > 1 => sum / rows,
            _ => sum / weights,
        };
    }

    private static double CrossEntropy(SoftmaxCrossEntropyAttribute loss, double[] y, double[] p)
    {
        double total = 0, sum = 0;
        foreach (double logit in y)
        {
            total += Math.Exp(logit);
        }

        for (int k = 0; k < y.Length; k++)
        {
            double smooth = (p[k] * (1 - loss.LabelSmoothing)) + (loss.LabelSmoothing / y.Length);
            sum -= (loss.ClassWeights.Length > 0 ? loss.ClassWeights[k] : 1) * smooth * Math.Log(Math.Exp(y[k]) / total);
        }

        return sum;
    }

    private static double Mean(LossAttribute loss, double[] y, double[] t)
    {
        double sum = 0;
        for (int i = 0; i < t.Length; i++)
        {
            double d = y[i] - t[i], sigmoid = 1 / (1 + Math.Exp(-y[i]));
            sum += loss switch
            {
                MeanSquaredErrorAttribute => d * d,
                MeanAbsoluteErrorAttribute => Math.Abs(d),
                HuberAttribute huber => Math.Abs(d) <= huber.Delta ? d * d / 2 : huber.Delta * (Math.Abs(d) - (huber.Delta / 2)),
                BinaryCrossEntropyAttribute => -(t[i] * Math.Log(sigmoid)) - ((1 - t[i]) * Math.Log(1 - sigmoid)),
                _ => 0.5 * (y[t.Length + i] + (d * d / Math.Exp(y[t.Length + i]))),
            };
        }

        return sum / t.Length;
    }
}
