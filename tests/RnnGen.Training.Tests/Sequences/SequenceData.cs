using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>
/// Sequences of signs: each label is shown for some steps, in a direction of its own with noise, and between signs stands nothing for some
/// steps, or for none where the next sign is another.
/// </summary>
internal static class SequenceData
{
    /// <summary>Labels that there are, the blank among them.</summary>
    public const int Labels = 5;

    private static readonly float[][] Signs = [[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2], [-1.5f, -1.5f, 1]];

    /// <summary>What the sequences look like.</summary>
    public static SequenceShape Shape { get; } = new() { Features = 3, Targets = TargetForm.LabelSequences, TargetSize = Labels };

    /// <summary>Some sequences, of which the last has no label.</summary>
    public static SequenceArrays Make(int count, ulong seed = 1, bool padded = false)
    {
        CounterRandom random = new(seed, 5);
        ulong place = 0;
        List<float> inputs = [];
        List<int> lengths = [];
        List<int[]> all = [];
        for (int index = 0; index < count; index++)
        {
            int labelCount = index == count - 1 ? 0 : random.Below(5, place++);
            int[] labels = [.. Enumerable.Range(0, labelCount).Select(_ => 1 + random.Below(4, place++))];
            int steps = 0;
            Show(0, random.Below(3, place++));
            for (int i = 0; i < labels.Length; i++)
            {
                bool repeats = i > 0 && labels[i] == labels[i - 1];
                Show(0, (repeats ? 1 : 0) + random.Below(2, place++));
                Show(labels[i], 1 + random.Below(3, place++));
            }

            lengths.Add(steps);
            all.Add(labels);

            void Show(int label, int times)
            {
                for (int step = 0; step < times; step++, steps++)
                {
                    inputs.AddRange(Signs[label].Select(value => value + (0.1f * (float)random.Normal(place++))));
                }
            }
        }

        int width = all.Max(labels => labels.Length);
        int[] flat = padded
            ? [.. all.SelectMany(labels => labels.Concat(Enumerable.Repeat(-1, width - labels.Length)))]
            : [.. all.SelectMany(labels => labels)];
        return new SequenceArrays(
            Shape, lengths.ToArray(), inputs.ToArray(), labels: flat, labelLengths: all.Select(labels => labels.Length).ToArray());
    }

    /// <summary>The labels of each row of a batch.</summary>
    public static int[][] Rows(TrainingBatch batch, int head = 0)
    {
        int width = batch.Rows == 0 ? 0 : batch.LabelsOf(head).Length / batch.Rows;
        int[] labels = batch.LabelsOf(head).ToArray(), lengths = batch.LabelLengthsOf(head).ToArray();
        return [.. lengths.Select((length, row) => labels[(row * width)..((row * width) + length)])];
    }

    /// <summary>The sequences of a set as a stream gives them.</summary>
    public static IEnumerable<SequenceExample> Stream(SequenceArrays set)
    {
        TrainingBatch row = new();
        for (int index = 0; index < set.Count; index++)
        {
            row.Resize(set.Shape, 1, set.Length(index));
            set.Write(index, row.Row(0, set.Length(index)));
            yield return new SequenceExample(set.Length(index))
            {
                Inputs = row.Inputs.ToArray(),
                Labels = row.LabelsOf(0)[..row.LabelLengthsOf(0)[0]].ToArray(),
            };
        }
    }
}
