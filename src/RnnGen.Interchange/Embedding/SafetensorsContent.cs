using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Interchange.Embedding;

/// <summary>A safetensors file as the parameters of a class, under the names that stand in it. Its data is copied without being read.</summary>
internal static class SafetensorsContent
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or a tensor does not hold floats.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EmbeddedContent Open(string path)
    {
        SafetensorsReader file = SafetensorsReader.Open(path);
        try
        {
            return new EmbeddedContent(NetworkFormat.Safetensors, [.. file.Tensors.Select(tensor => Tensor(file, tensor))])
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

    private static EmbeddedTensor Tensor(SafetensorsReader file, SafetensorsTensor tensor)
    {
        long rows = tensor.Shape.Count < 2 ? 1 : tensor.Shape[0];
        (StorageType type, EmbeddedData data) = tensor.Dtype switch
        {
            "F32" => (StorageType.Float32, Copied(file, tensor, sizeof(float))),
            "F64" => (StorageType.Float32, Rounded(file, tensor)),
            "F16" => (StorageType.Float16, Copied(file, tensor, sizeof(ushort))),
            "BF16" => (StorageType.BFloat16, Copied(file, tensor, sizeof(ushort))),
            _ => throw FileFault.Damaged(file.Path, $"tensor '{tensor.Name}' must be F32, F64, F16 or BF16, found {tensor.Dtype}"),
        };
        return new EmbeddedTensor(tensor.Name, tensor.Shape, [new EmbeddedRows(0, rows, type, data, Scales: null)]);
    }

    private static EmbeddedData Copied(SafetensorsReader file, SafetensorsTensor tensor, int size) => new(tensor.Count * size, stream =>
    {
        byte[] buffer = new byte[Math.Min(tensor.Count * size, ChunkBytes)];
        for (long offset = 0; offset < tensor.Count * size; offset += buffer.Length)
        {
            int length = (int)Math.Min(buffer.Length, (tensor.Count * size) - offset);
            Guarded(file, () => file.ReadBytes(tensor.Name, offset, buffer.AsSpan(0, length)));
            stream.Write(buffer, 0, length);
        }
    });

    private static EmbeddedData Rounded(SafetensorsReader file, SafetensorsTensor tensor) => new(tensor.Count * sizeof(float), stream =>
    {
        float[] values = new float[tensor.Count];
        Guarded(file, () => file.Read(tensor.Name, values));
        Floats.Write(stream, values);
    });

    /// <summary>A failing disk under the file is the file's fault, not that of what is written.</summary>
    private static void Guarded(SafetensorsReader file, Action read)
    {
        try
        {
            read();
        }
        catch (IOException failure)
        {
            throw FileFault.Damaged(file.Path, $"it cannot be read: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
