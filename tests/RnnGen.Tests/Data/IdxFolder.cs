using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace RnnGen.Tests.Data;

/// <summary>A folder that is deleted at the end of a test, and IDX files in it.</summary>
internal sealed class IdxFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rnngen-tests-").FullName;

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    /// <summary>An IDX file of unsigned bytes; the values need not fit the dimensions.</summary>
    public static byte[] Idx(int[] dimensions, byte[] values)
    {
        byte[] bytes = new byte[4 + (4 * dimensions.Length) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 0x0800 + dimensions.Length);
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * axis)), dimensions[axis]);
        }

        values.CopyTo(bytes.AsSpan(4 + (4 * dimensions.Length)));
        return bytes;
    }

    /// <summary>Labels 0, 1, 2, ... 9, 0, ... as a file.</summary>
    public static byte[] LabelFile(int count)
    {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
        }

        return Idx([count], labels);
    }

    /// <summary>Images as a file; the first two pixels of each are its index.</summary>
    public static byte[] ImageFile(int count)
    {
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < count; i++)
        {
            pixels[i * 784] = (byte)(i / 256);
            pixels[(i * 784) + 1] = (byte)i;
            pixels[(i * 784) + 783] = 255;
        }

        return Idx([count, 28, 28], pixels);
    }

    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
