using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>SHA-256 of what a batch holds, padding left out: whether a source still gives what it gave.</summary>
internal static class BatchDigest
{
    /// <summary>The digest as lower-case hexadecimal digits; of numbers as this machine has them in memory.</summary>
    public static string Of(TrainingBatch batch)
    {
        SequenceShape shape = batch.Shape!;
        IReadOnlyList<TargetShape> targets = shape.HeadTargets;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add<int>(hash, batch.Lengths);
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < batch.Lengths[row]; step++)
            {
                Add<float>(hash, Element(batch, batch.Inputs, shape.Features, row, step));
                Add<int>(hash, Element(batch, batch.Tokens, 1, row, step));
            }

            Add<float>(hash, batch.SequenceInputs.Slice(row * shape.SequenceFeatures, shape.SequenceFeatures));
            for (int head = 0; head < targets.Count; head++)
            {
                for (int step = 0; step < (targets[head].EveryStep ? batch.Lengths[row] : 1); step++)
                {
                    Add<int>(hash, Target(batch, batch.LabelsOf(head), targets[head].EveryStep, 1, row, step));
                    Add<float>(hash, Target(batch, batch.TargetsOf(head), targets[head].EveryStep, targets[head].Size, row, step));
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<T> Target<T>(TrainingBatch batch, ReadOnlySpan<T> values, bool everyStep, int size, int row, int step) =>
        everyStep ? Element(batch, values, size, row, step) : values.IsEmpty ? default : values.Slice(row * size, size);

    private static ReadOnlySpan<T> Element<T>(TrainingBatch batch, ReadOnlySpan<T> values, int size, int row, int step)
    {
        int index = batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step : (step * batch.Rows) + row;
        return values.IsEmpty ? default : values.Slice(index * size, size);
    }

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));
}
