using System;
using System.Linq;
using RnnGen.Generated;
using RnnGen.Numerics;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Logits of some rows and their labels, which the kernel is given as a trainer gives them.</summary>
/// <param name="Logits">[rows, steps, units].</param>
/// <param name="Steps">Steps of the rows, padding included.</param>
/// <param name="Units">Labels and the blank.</param>
/// <param name="Blank">The blank.</param>
/// <param name="Lengths">Steps of each row.</param>
/// <param name="Labels">Labels of each row.</param>
internal sealed record AlignmentCase(float[] Logits, int Steps, int Units, int Blank, int[] Lengths, int[][] Labels)
{
    /// <summary>Random logits, lengths and labels that fit.</summary>
    public static AlignmentCase Random(ulong seed, int rows, int steps, int units, int blank, float scale = 1)
    {
        CounterRandom random = new(seed, 1);
        int[] lengths = new int[rows];
        int[][] labels = new int[rows][];
        ulong place = 1 << 20;
        for (int row = 0; row < rows; row++)
        {
            lengths[row] = row == 0 ? steps : random.Below(steps + 1, place++);
            int count = random.Below((lengths[row] / 2) + 1, place++);
            labels[row] = [.. Enumerable.Range(0, count).Select(_ => (blank + 1 + random.Below(units - 1, place++)) % units)];
        }

        float[] logits = [.. Enumerable.Range(0, rows * steps * units).Select(i => scale * (float)random.Normal((ulong)i))];
        return new AlignmentCase(logits, steps, units, blank, lengths, labels);
    }

    /// <summary>The logits of a row without its padding.</summary>
    public double[][] Row(int row) =>
    [
        .. Enumerable.Range(0, Lengths[row])
            .Select(step => Enumerable.Range(0, Units).Select(unit => (double)Logits[(((row * Steps) + step) * Units) + unit]).ToArray()),
    ];

    /// <summary>Runs the kernel.</summary>
    /// <param name="gradients">Receives the gradients, [rows, steps, units]; NaN where the kernel has not written.</param>
    /// <param name="scratch">The memory that it uses.</param>
    /// <param name="weight">A factor of the gradients.</param>
    /// <param name="denominator">What they are divided by.</param>
    public double[] Run<V>(out float[] gradients, AlignmentScratch? scratch = null, float weight = 1, float denominator = 1)
        where V : struct, ISimd<V>
    {
        int rows = Lengths.Length, stride = WeightLayout.Padded(Units);
        StepBuffer y = StepBuffer.Shape(default, Steps, rows, stride), dy = StepBuffer.Shape(default, Steps, rows, stride);
        gradients = new float[Logits.Length];
        double[] losses = new double[rows];
        scratch ??= new AlignmentScratch();
        for (int row = 0; row < rows; row++)
        {
            for (int step = 0; step < Steps; step++)
            {
                y.Row(step, row).Fill(-1e30f);
                Logits.AsSpan(((row * Steps) + step) * Units, Units).CopyTo(y.Row(step, row));
                dy.Row(step, row).Fill(float.NaN);
            }

            losses[row] = Kernels.AlignLabels<V>(y, dy, row, Lengths[row], Labels[row], Blank, Units, weight, denominator, scratch);
            for (int step = 0; step < Steps; step++)
            {
                dy.Row(step, row, Units).CopyTo(gradients.AsSpan(((row * Steps) + step) * Units));
                if (step < Lengths[row] && double.IsFinite(losses[row]) && dy.Row(step, row)[Units..].ContainsAnyExcept(0f))
                {
                    throw new InvalidOperationException("A gradient past the units is not 0.");
                }
            }
        }

        return losses;
    }
}
