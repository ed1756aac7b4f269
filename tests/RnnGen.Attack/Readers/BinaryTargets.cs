using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Attack.Readers;

/// <summary>Arrays of bytes, plain and compressed.</summary>
internal sealed class IdxTarget() : ReaderTarget("idx", ".idx")
{
    public override void Read(string path)
    {
        IdxFile file = IdxFile.Read(path);
        IdxFile.Read(path, file.Dimensions.Count);
    }

    protected override byte[][] Files() => [Idx([2, 3, 4]), Idx([7]), Zip(Idx([2, 3, 4])), Zip(Idx([40, 5])), Idx([0, 5])];

    internal static byte[] Idx(int[] dimensions)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + dimensions.Aggregate(1, (product, size) => product * size)];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x800 + dimensions.Length);
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * axis)), dimensions[axis]);
        }

        return file;
    }

    internal static byte[] Zip(byte[] bytes)
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return zipped.ToArray();
    }
}

/// <summary>The four files of MNIST, of which one is damaged.</summary>
internal sealed class MnistTarget() : ReaderTarget("mnist", ".idx")
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnngen-attack-");

    /// <summary>The message names the damaged file, or the one that does not fit to it.</summary>
    public override bool Allows(Exception failure, string path) => base.Allows(failure, _folder.FullName);

    public override void ReadWhole(string path) => Load(-1, []);

    public override void Read(string path)
    {
        // Which of the four depends on the bytes alone.
        byte[] bytes = File.ReadAllBytes(path);
        Load(bytes.Sum(one => one) % MnistDataSets.FileNames.Count, bytes);
    }

    public override void Dispose() => _folder.Delete(recursive: true);

    protected override byte[][] Files() => [IdxTarget.Idx([2, 28, 28]), IdxTarget.Idx([2]), IdxTarget.Zip(IdxTarget.Idx([2, 28, 28]))];

    private void Load(int damaged, byte[] bytes)
    {
        for (int file = 0; file < MnistDataSets.FileNames.Count; file++)
        {
            File.WriteAllBytes(
                Path.Combine(_folder.FullName, MnistDataSets.FileNames[file]), file == damaged ? bytes : IdxTarget.Idx(file % 2 == 0 ? [2, 28, 28] : [2]));
        }

        MnistDataSets.Load(_folder.FullName, validationSize: 0);
    }
}
