using System.Buffers.Binary;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace RnnGen.Interchange.Tests.Embedding;

/// <summary>Safetensors files of any type, as the format's description has them.</summary>
internal static class SafetensorsFile
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="tensors">Name, type, shape and data of each.</param>
    public static byte[] Of(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors)
    {
        int end = 0;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(tensors.ToDictionary(tensor => tensor.Name, tensor => new
        {
            dtype = tensor.Type,
            shape = tensor.Shape,
            data_offsets = (int[])[end, end += tensor.Data.Length],
        }));
        return [.. Head(json), .. tensors.SelectMany(tensor => tensor.Data)];
    }

    /// <summary>Length and text of a header.</summary>
    public static byte[] Head(string json) => Head(Encoding.UTF8.GetBytes(json));

    private static byte[] Head(byte[] json)
    {
        byte[] length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json];
    }
}
