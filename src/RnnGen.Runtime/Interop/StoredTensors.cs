using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Generated;

namespace RnnGen.Interop;

/// <summary>Weights as files store them in fewer bits than floats have.</summary>
public static class StoredTensors
{
    /// <summary>What follows the name of a tensor of bytes in that of its scales.</summary>
    internal const string ScaleSuffix = ".scale";

    /// <summary>Why a tensor cannot be stored in a type, a phrase for each part of it; empty where it can.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <param name="type">The type.</param>
    public static IReadOnlyList<string> Faults(StoredTensor tensor, ReadOnlySpan<float> values, StorageType type)
    {
        List<string> faults = [];
        foreach (StoredPart part in tensor.Parts(type))
        {
            ReadOnlySpan<float> own = part.Of(values);
            int bad = part.Type == StorageType.Float32 ? -1 : IndexOfFault(part.Type, own);
            if (bad >= 0)
            {
                int row = part.FirstRow + (bad / tensor.Columns), column = bad % tensor.Columns;
                string place = tensor.Shape.Count == 2 ? $"row {row}, column {column}" : $"element {bad}";
                faults.Add(FormattableString.Invariant($"{tensor.Name} is {own[bad]} in {place}, {Limit(part.Type)}"));
            }
        }

        return faults;
    }

    /// <summary>Writes a safetensors file of tensors, the widest elements first so that each lies where its type may.</summary>
    /// <param name="stream">Receives the file; left open.</param>
    /// <param name="owner">What the tensors belong to, for messages.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="type">How they are stored.</param>
    /// <param name="values">Gives the elements of each by its index, row-major.</param>
    /// <param name="metadata">Strings to keep in the file; the operands of kernels are added to them.</param>
    /// <exception cref="NotSupportedException">Numbers cannot be stored in the type; nothing has been written.</exception>
    public static void Write(
        Stream stream, string owner, IReadOnlyList<StoredTensor> tensors, StorageType type, Func<int, ReadOnlySpan<float>> values,
        IReadOnlyDictionary<string, string> metadata)
    {
        RequireStorable(owner, tensors, type, values);
        Dictionary<string, string> all = new(metadata, StringComparer.Ordinal);
        if (StoredOperands.Text(tensors) is string operands)
        {
            all.Add(StoredOperands.Key, operands);
        }

        Entry[] entries =
        [
            .. tensors.SelectMany((tensor, index) => tensor.Parts(type).SelectMany(part => Entry.Of(index, part)))
                .OrderByDescending(entry => StoredValues.BytesOf(entry.Type)),
        ];
        SafetensorsWriter writer = new(
            stream, entries.Select(entry => new SafetensorsEntry(entry.Name, DtypeOf(entry.Type), entry.Shape)), all);
        foreach (Entry entry in entries)
        {
            ReadOnlySpan<float> own = entry.Part.Of(values(entry.Tensor));
            int columns = entry.Part.Tensor.Columns;
            if (entry.Type == StorageType.Float32)
            {
                writer.Write(entry.IsScale ? StoredValues.Scales(own, columns) : own);
                continue;
            }

            byte[] bytes = new byte[checked(own.Length * StoredValues.BytesOf(entry.Type))];
            StoredValues.Narrow(entry.Type, own, columns, bytes);
            writer.Write(DtypeOf(entry.Type), bytes);
        }

        writer.Complete();
    }

    private static void RequireStorable(
        string owner, IReadOnlyList<StoredTensor> tensors, StorageType type, Func<int, ReadOnlySpan<float>> values)
    {
        List<string> faults = [];
        for (int index = 0; index < tensors.Count; index++)
        {
            faults.AddRange(Faults(tensors[index], values(index), type));
        }

        if (faults.Count > 0)
        {
            throw new NotSupportedException($"{owner} cannot be stored as {type}: {string.Join("; ", faults)}.");
        }
    }

    private static int IndexOfFault(StorageType type, ReadOnlySpan<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            float value = values[index];
            bool isStorable = type switch
            {
                StorageType.BFloat16 => !float.IsFinite(value) || float.IsFinite(WeightLayout.ToBFloat16(value)),
                StorageType.Float16 => !float.IsFinite(value) || Half.IsFinite((Half)value),

                // The scale times 127 is the number again, but for the largest float, where it would be infinite.
                _ => MathF.Abs(value) < float.MaxValue,
            };
            if (!isStorable)
            {
                return index;
            }
        }

        return -1;
    }

    private static string Limit(StorageType type) => type switch
    {
        StorageType.BFloat16 => "beyond the range of bfloat16 (3.3895314E+38)",
        StorageType.Float16 => "beyond the range of half precision (65504)",
        _ => "where weights of eight bits must be finite and below 3.4028235E+38",
    };

    private static string DtypeOf(StorageType type) => type switch
    {
        StorageType.BFloat16 => SafetensorsTensor.BFloat16,
        StorageType.Float16 => SafetensorsTensor.Float16,
        StorageType.Int8 => SafetensorsTensor.Int8,
        _ => SafetensorsTensor.Float32,
    };

    /// <summary>A tensor of the file: the elements of a part, or its scales.</summary>
    private sealed record Entry(int Tensor, StoredPart Part, bool IsScale)
    {
        public string Name => IsScale ? Part.ScaleName : Part.Name;

        public StorageType Type => IsScale ? StorageType.Float32 : Part.Type;

        public IReadOnlyList<int> Shape => IsScale ? [Part.Tensor.Columns] : Part.Shape;

        public static IEnumerable<Entry> Of(int tensor, StoredPart part) => part.Type == StorageType.Int8
            ? [new Entry(tensor, part, IsScale: false), new Entry(tensor, part, IsScale: true)]
            : [new Entry(tensor, part, IsScale: false)];
    }
}
