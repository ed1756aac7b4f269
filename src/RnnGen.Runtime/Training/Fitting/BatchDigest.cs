using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>SHA-256 of what a batch holds, padding left out: whether a source still gives what it gave.</summary>
internal static class BatchDigest
{
    /// <summary>The digest as lower-case hexadecimal digits; of numbers as this machine has them in memory.</summary>
    public static string Of(TrainingBatch batch) => Of([Lengths(batch)], [Contents(batch)]);

    /// <summary>The digest of a batch whose rows are those of several shares, in their order.</summary>
    /// <param name="lengths">What <see cref="Lengths"/> gave of each.</param>
    /// <param name="contents">What <see cref="Contents"/> gave of each.</param>
    public static string Of(IEnumerable<byte[]> lengths, IEnumerable<byte[]> contents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in lengths.Concat(contents))
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The lengths of the rows.</summary>
    public static byte[] Lengths(TrainingBatch batch) => MemoryMarshal.AsBytes(batch.Lengths).ToArray();

    /// <summary>What the rows hold, one after the other.</summary>
    public static byte[] Contents(TrainingBatch batch)
    {
        SequenceShape shape = batch.Shape!;
        IReadOnlyList<TargetShape> targets = shape.HeadTargets;
        ArrayBufferWriter<byte> contents = new();
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < batch.Lengths[row]; step++)
            {
                Add<float>(contents, Element(batch, batch.Inputs, shape.Features, row, step));
                Add<int>(contents, Element(batch, batch.Tokens, 1, row, step));
            }

            Add<float>(contents, batch.SequenceInputs.Slice(row * shape.SequenceFeatures, shape.SequenceFeatures));
            for (int head = 0; head < targets.Count; head++)
            {
                if (targets[head].IsSequences)
                {
                    Add<int>(contents, batch.LabelLengthsOf(head).Slice(row, 1));
                    Add<int>(contents, batch.SequenceOf(head, row));
                    continue;
                }

                for (int step = 0; step < (targets[head].EveryStep ? batch.Lengths[row] : 1); step++)
                {
                    Add<int>(contents, Target(batch, batch.LabelsOf(head), targets[head].EveryStep, 1, row, step));
                    Add<float>(contents, Target(batch, batch.TargetsOf(head), targets[head].EveryStep, targets[head].Size, row, step));
                }
            }
        }

        return contents.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<T> Target<T>(TrainingBatch batch, ReadOnlySpan<T> values, bool everyStep, int size, int row, int step) =>
        everyStep ? Element(batch, values, size, row, step) : values.IsEmpty ? default : values.Slice(row * size, size);

    private static ReadOnlySpan<T> Element<T>(TrainingBatch batch, ReadOnlySpan<T> values, int size, int row, int step)
    {
        int index = batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step : (step * batch.Rows) + row;
        return values.IsEmpty ? default : values.Slice(index * size, size);
    }

    private static void Add<T>(ArrayBufferWriter<byte> contents, ReadOnlySpan<T> values)
        where T : unmanaged => contents.Write(MemoryMarshal.AsBytes(values));
}
