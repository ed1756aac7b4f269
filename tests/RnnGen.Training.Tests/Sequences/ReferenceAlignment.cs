using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Connectionist temporal classification in double arithmetic, from its definition.</summary>
internal static class ReferenceAlignment
{
    /// <summary>
    /// -log p by the recursion of Graves and others (2006, equations 6 and 7), over the labels with a blank before, between and behind
    /// them, as probabilities that are scaled in no way: of short rows only.
    /// </summary>
    /// <param name="logits">[steps][units].</param>
    /// <param name="labels">The labels.</param>
    /// <param name="blank">The blank.</param>
    public static double Loss(double[][] logits, int[] labels, int blank)
    {
        int[] states = [blank, .. labels.SelectMany(label => new[] { label, blank })];
        double[] alpha = new double[states.Length];

        // Before the first step nothing has been said.
        alpha[0] = 1;
        foreach (double[] y in logits.Select(Softmax))
        {
            double[] next = new double[states.Length];
            for (int s = 0; s < states.Length; s++)
            {
                double sum = alpha[s];
                sum += s > 0 ? alpha[s - 1] : 0;
                sum += s > 1 && states[s] != blank && states[s] != states[s - 2] ? alpha[s - 2] : 0;
                next[s] = sum * y[states[s]];
            }

            alpha = next;
        }

        return -Math.Log(alpha[^1] + (states.Length > 1 ? alpha[^2] : 0));
    }

    /// <summary>The probability of every sequence of labels, by going through all that the steps can say.</summary>
    public static Dictionary<string, double> All(double[][] logits, int blank)
    {
        Dictionary<string, double> all = new(StringComparer.Ordinal);
        double[][] probabilities = [.. logits.Select(Softmax)];
        int units = logits[0].Length;
        for (long number = 0; number < (long)Math.Pow(units, logits.Length); number++)
        {
            List<int> labels = [];
            double probability = 1;
            int previous = blank;
            long rest = number;
            foreach (double[] step in probabilities)
            {
                int unit = (int)(rest % units);
                rest /= units;
                probability *= step[unit];
                if (unit != blank && unit != previous)
                {
                    labels.Add(unit);
                }

                previous = unit;
            }

            string text = Text(labels);
            all[text] = all.GetValueOrDefault(text) + probability;
        }

        return all;
    }

    /// <summary>Labels as a text.</summary>
    public static string Text(IEnumerable<int> labels) => string.Join(' ', labels);

    /// <summary>The gradient of <see cref="Loss"/> by central differences, [steps, units].</summary>
    public static double[] Gradient(double[][] logits, int[] labels, int blank)
    {
        const double step = 1e-5;
        double[][] moved = [.. logits.Select(y => y.ToArray())];
        List<double> gradient = [];
        foreach (double[] y in moved)
        {
            for (int unit = 0; unit < y.Length; unit++)
            {
                double value = y[unit];
                y[unit] = value + step;
                double above = Loss(moved, labels, blank);
                y[unit] = value - step;
                gradient.Add((above - Loss(moved, labels, blank)) / (2 * step));
                y[unit] = value;
            }
        }

        return [.. gradient];
    }

    private static double[] Softmax(double[] logits)
    {
        double largest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - largest));
        return [.. logits.Select(logit => Math.Exp(logit - largest) / sum)];
    }
}
