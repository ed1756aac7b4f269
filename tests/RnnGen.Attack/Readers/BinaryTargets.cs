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

    /// <summary>A file of zeros.</summary>
    /// <param name="dimensions">Size of each axis.</param>
    /// <param name="type">Type of its elements, its third byte.</param>
    /// <param name="bytes">Bytes of an element.</param>
    internal static byte[] Idx(int[] dimensions, int type = 0x08, int bytes = 1)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + dimensions.Aggregate(bytes, (product, size) => product * size)];
        BinaryPrimitives.WriteInt32BigEndian(file, (type << 8) + dimensions.Length);
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

/// <summary>Arrays of numbers, plain and compressed.</summary>
/// <param name="form">What they are read as.</param>
/// <param name="read">Reads them.</param>
/// <param name="types">The types of elements that can be read so, and their bytes.</param>
internal sealed class IdxNumbersTarget(
    string form, Action<string> read, params (int Type, int Bytes)[] types) : ReaderTarget($"idx-{form}", ".idx")
{
    private static readonly (int Type, int Bytes)[] Whole = [(0x08, 1), (0x09, 1), (0x0B, 2), (0x0C, 4)];

    public static ReaderTarget[] All() =>
    [
        new IdxNumbersTarget("int32s", path => IdxFile.ReadInt32s(path, IdxFile.ReadInt32s(path).Dimensions.Count), Whole),
        new IdxNumbersTarget(
            "singles", path => IdxFile.ReadSingles(path, IdxFile.ReadSingles(path).Dimensions.Count), [.. Whole, (0x0D, 4), (0x0E, 8)]),
    ];

    public override void Read(string path) => read(path);

    protected override byte[][] Files() =>
    [
        .. types.Select(type => IdxTarget.Idx([2, 3], type.Type, type.Bytes)),
        .. types.Select(type => IdxTarget.Zip(IdxTarget.Idx([5], type.Type, type.Bytes))),
    ];
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
                Path.Combine(_folder.FullName, MnistDataSets.FileNames[file]),
                file == damaged ? bytes : IdxTarget.Idx(file % 2 == 0 ? [2, 28, 28] : [2]));
        }

        MnistDataSets.Load(_folder.FullName, validationSize: 0);
    }
}
