using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Tables.Tests;

/// <summary>Sequences whose values say which they are, and copies of batches to compare.</summary>
internal static class Samples
{
    /// <summary>Sequence i has length lengths[i] and, at step t, the values 100 i + t and its negative; its label is i mod 3.</summary>
    public static SequenceArrays Ragged(params int[] lengths)
    {
        List<float> inputs = [];
        for (int i = 0; i < lengths.Length; i++)
        {
            for (int t = 0; t < lengths[i]; t++)
            {
                inputs.AddRange([(100 * i) + t, -(100 * i) - t]);
            }
        }

        SequenceShape shape = new() { Features = 2, Targets = TargetForm.Labels, TargetSize = 3 };
        return new SequenceArrays(
            shape, lengths, inputs.ToArray(), labels: Enumerable.Range(0, lengths.Length).Select(i => i % 3).ToArray());
    }

    /// <summary>Everything in the batches from here to the end of the epoch.</summary>
    public static List<Copied> Rest(ISequenceSource source)
    {
        List<Copied> batches = [];
        TrainingBatch batch = new();
        while (source.Read(batch))
        {
            batches.Add(Copied.Of(batch));
        }

        return batches;
    }

    public static List<Copied> Epoch(ISequenceSource source, long epoch)
    {
        source.Position = new SourcePosition(epoch, 0);
        return Rest(source);
    }
}

/// <summary>A copy of a batch.</summary>
internal sealed record Copied(
    int Rows, int Steps, bool Continues, float[] Inputs, int[] Tokens, float[] SequenceInputs, int[] Lengths, int[] Labels,
    float[] Targets)
{
    public static Copied Of(TrainingBatch batch) => new(
        batch.Rows, batch.Steps, batch.Continues, batch.Inputs.ToArray(), batch.Tokens.ToArray(),
        batch.SequenceInputs.ToArray(), batch.Lengths.ToArray(), batch.Labels.ToArray(), batch.Targets.ToArray());

    /// <summary>Which sequences of <see cref="Samples.Ragged"/> the rows are.</summary>
    public IEnumerable<int> Ids => Enumerable.Range(0, Rows).Select(row => (int)Inputs[row * Steps * 2] / 100);

    public bool Equals(Copied? other) => other is not null && Rows == other.Rows && Steps == other.Steps && Continues == other.Continues
        && Inputs.AsSpan().SequenceEqual(other.Inputs) && Tokens.AsSpan().SequenceEqual(other.Tokens)
        && SequenceInputs.AsSpan().SequenceEqual(other.SequenceInputs) && Lengths.AsSpan().SequenceEqual(other.Lengths)
        && Labels.AsSpan().SequenceEqual(other.Labels) && Targets.AsSpan().SequenceEqual(other.Targets);

    public override int GetHashCode() => HashCode.Combine(Rows, Steps, Inputs.Length);
}

/// <summary>A file that is deleted after the test.</summary>
internal sealed class TemporaryFile(string name) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnngen-").FullName;

    public string Path => System.IO.Path.Combine(_folder, name);

    public static TemporaryFile With(string name, string text)
    {
        TemporaryFile file = new(name);
        File.WriteAllText(file.Path, text);
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
