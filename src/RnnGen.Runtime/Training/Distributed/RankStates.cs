using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Training.Distributed;

/// <summary>Parameters, states of optimizers and checkpoints of the first rank for all, and whether all have the same.</summary>
internal static class RankStates
{
    /// <summary>Gives all ranks the state of the first one's optimizer.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="state">This rank's; kind and hyper-parameters are the same on all.</param>
    public static OptimizerState Broadcast(RankGroup group, OptimizerState state)
    {
        byte[] header = group.Broadcast(Write(writer =>
        {
            Write(writer, state.Scalars.ToDictionary(scalar => scalar.Key, scalar => BitConverter.DoubleToInt64Bits(scalar.Value)));
            Write(writer, state.Slots.ToDictionary(slot => slot.Key, slot => (long)slot.Value.Length));
        }));
        using BinaryReader reader = new(new MemoryStream(header));
        Dictionary<string, double> scalars = Read(reader)
            .ToDictionary(scalar => scalar.Key, scalar => BitConverter.Int64BitsToDouble(scalar.Value), StringComparer.Ordinal);
        Dictionary<string, ReadOnlyMemory<float>> slots = new(StringComparer.Ordinal);
        foreach ((string name, long length) in Read(reader))
        {
            slots.Add(name, Broadcast(group, group.IsFirst ? state.Slots[name].ToArray() : new float[length]));
        }

        return state with { Scalars = scalars, Slots = slots };
    }

    /// <summary>Gives all ranks the checkpoint that the first one has read.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="checkpoint">That of the first; <see langword="null"/> where it has none.</param>
    public static TrainingCheckpoint? Broadcast(RankGroup group, TrainingCheckpoint? checkpoint)
    {
        byte[] header = group.Broadcast(checkpoint is null ? [] : Write(writer =>
        {
            writer.Write(checkpoint.Path);
            writer.Write(checkpoint.Metadata.Count);
            foreach ((string key, string value) in checkpoint.Metadata)
            {
                writer.Write(key);
                writer.Write(value);
            }

            writer.Write(checkpoint.Tensors.Count);
            foreach ((string name, CheckpointTensor tensor) in checkpoint.Tensors)
            {
                writer.Write(name);
                writer.Write(tensor.Shape.Count);
                foreach (long extent in tensor.Shape)
                {
                    writer.Write(extent);
                }

                writer.Write(tensor.Values.Length);
            }
        }));
        if (header.Length == 0)
        {
            return null;
        }

        using BinaryReader reader = new(new MemoryStream(header));
        string path = reader.ReadString();
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            metadata.Add(reader.ReadString(), reader.ReadString());
        }

        Dictionary<string, CheckpointTensor> tensors = new(StringComparer.Ordinal);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            string name = reader.ReadString();
            long[] shape = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt64())];
            int length = reader.ReadInt32();
            tensors.Add(
                name, new CheckpointTensor(shape, Broadcast(group, checkpoint?.Tensors[name].Values ?? new float[length])));
        }

        return checkpoint ?? new TrainingCheckpoint(path, metadata, tensors);
    }

    /// <summary>Compares parameters and the optimizer's state by their SHA-256.</summary>
    /// <exception cref="DistributedTrainingException">They are not the same on all ranks.</exception>
    public static void CheckEqual(RankGroup group, ModelParameters parameters, IOptimizer optimizer, long steps)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(parameters.Values));
        if (optimizer is IStatefulOptimizer { State: OptimizerState state })
        {
            foreach ((string _, double value) in state.Scalars.OrderBy(scalar => scalar.Key, StringComparer.Ordinal))
            {
                hash.AppendData(BitConverter.GetBytes(value));
            }

            foreach ((string _, ReadOnlyMemory<float> slot) in state.Slots.OrderBy(slot => slot.Key, StringComparer.Ordinal))
            {
                hash.AppendData(MemoryMarshal.AsBytes(slot.Span));
            }
        }

        IReadOnlyList<byte[]> hashes = group.Gather(hash.GetHashAndReset());
        int[] others = [.. Enumerable.Range(0, group.Size).Where(rank => !hashes[rank].AsSpan().SequenceEqual(hashes[0]))];
        if (others.Length > 0)
        {
            throw group.Agreed(new DistributedTrainingException(
                $"After {steps} updates parameters or optimizer of rank{(others.Length > 1 ? "s" : "")} {string.Join(", ", others)} are no "
                + "longer those of rank 0, to the bit. Machines with other processors, or a callback that changes something on some ranks "
                + "alone, can be the reason.",
                others[0]));
        }
    }

    private static float[] Broadcast(RankGroup group, float[] values)
    {
        group.Broadcast(values.AsSpan());
        return values;
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, Dictionary<string, long> values)
    {
        writer.Write(values.Count);
        foreach ((string name, long value) in values)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static List<KeyValuePair<string, long>> Read(BinaryReader reader) =>
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => KeyValuePair.Create(reader.ReadString(), reader.ReadInt64()))];
}
