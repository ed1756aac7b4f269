using System;
using System.Buffers.Binary;
using System.Text;

namespace RnnGen.Tests.Interop;

/// <summary>Safetensors files put together by hand, so that the reader is not tested with the writer's idea of the format.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file with this header, unpadded, and this data.</summary>
    public static byte[] File(string header, params ReadOnlySpan<byte> data) => File(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file with a header that need not be text.</summary>
    public static byte[] File(byte[] header, params ReadOnlySpan<byte> data)
    {
        byte[] file = new byte[sizeof(ulong) + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        data.CopyTo(file.AsSpan(sizeof(ulong) + header.Length));
        return file;
    }

    /// <summary>The file's header, padding included.</summary>
    public static string Header(byte[] file) =>
        Encoding.UTF8.GetString(file, sizeof(ulong), (int)BinaryPrimitives.ReadUInt64LittleEndian(file));
}
