using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Interchange.Embedding;

/// <summary>A safetensors file as the parameters of a class, under the names that stand in it.</summary>
internal static class SafetensorsContent
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="storage">How its tensors are to be stored; <see langword="null"/> keeps them as they are.</param>
    /// <exception cref="InvalidDataException">It is damaged, or a tensor does not hold floats.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EmbeddedContent Open(string path, StorageType? storage)
    {
        SafetensorsReader file = SafetensorsReader.Open(path);
        try
        {
            IReadOnlyList<StoredParameter> parameters = StoredParameter.Of(file);
            string[] faults = [.. parameters.SelectMany(parameter => parameter.Faults)];
            return faults.Length > 0 ? throw FileFault.Damaged(path, string.Join("; ", faults))
                : new EmbeddedContent(NetworkFormat.Safetensors, storage is StorageType type ? Stored(file, parameters, type) :
                [
                    .. parameters.Select(parameter => new EmbeddedTensor(
                        parameter.Name, parameter.Shape, [.. parameter.Slices.Select(slice => AsItIs(file, slice))])),
                ])
                {
                    SpecHash = file.Metadata.GetValueOrDefault("spec_hash"),
                    Source = file,
                };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static EmbeddedRows AsItIs(SafetensorsReader file, StoredSlice slice)
    {
        StorageType type = slice.Tensor.Dtype switch
        {
            "F16" => StorageType.Float16,
            "BF16" => StorageType.BFloat16,
            "I8" => StorageType.Int8,
            _ => StorageType.Float32,
        };
        long scales = type == StorageType.Int8 ? slice.Columns * sizeof(float) : 0;
        long rows = slice.End - slice.FirstRow;
        return new EmbeddedRows(slice.FirstRow, rows, type, slice.Tensor.Count * StoredRows.BytesOf(type), scales, () => Guarded(file, () =>
        {
            (_, byte[] bytes, float[] own) = slice.ReadStored(file);
            return (bytes, own);
        }));
    }

    private static IReadOnlyList<EmbeddedTensor> Stored(
        SafetensorsReader file, IReadOnlyList<StoredParameter> parameters, StorageType type)
    {
        IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>>? operands =
            file.Metadata.TryGetValue(StoredOperands.Key, out string? text) ? StoredOperands.Read(text) : null;
        return [.. parameters.Select(Tensor)];

        EmbeddedTensor Tensor(StoredParameter parameter)
        {
            if (parameter.Shape.FirstOrDefault(extent => extent > int.MaxValue) is long large and > 0)
            {
                throw FileFault.Damaged(file.Path, $"no extent of '{parameter.Name}' may be more than {int.MaxValue}, found {large}");
            }

            int[] shape = [.. parameter.Shape.Select(extent => (int)extent)];
            return StoredRows.Of(
                parameter.Name, shape,
                operands is null ? StoredOperands.OfUnknown(parameter.Name, shape) : operands.GetValueOrDefault(parameter.Name, []),
                type,
                () => Guarded(file, () =>
                {
                    float[] values = new float[StoredRows.Count(shape)];
                    parameter.Read(file, values);
                    return values;
                }));
        }
    }

    /// <summary>A failing disk under the file is the file's fault, not that of what is written.</summary>
    private static T Guarded<T>(SafetensorsReader file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IOException failure)
        {
            throw FileFault.Damaged(file.Path, $"it cannot be read: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
