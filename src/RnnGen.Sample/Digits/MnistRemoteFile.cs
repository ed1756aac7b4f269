using System.Collections.Generic;
using RnnGen.Data;

namespace RnnGen.Sample.Digits;

/// <summary>A file that mirrors offer as NAME.gz.</summary>
/// <param name="Name">Its name without .gz.</param>
/// <param name="CompressedSize">About how many bytes are transferred: the scale of the progress, and a limit for what is accepted.</param>
/// <param name="Md5">Checksum of the content, uncompressed: mirrors compress differently.</param>
public sealed record MnistRemoteFile(string Name, long CompressedSize, string Md5)
{
    /// <summary>The four files of MNIST.</summary>
    public static IReadOnlyList<MnistRemoteFile> Mnist { get; } =
    [
        new(MnistDataSets.FileNames[0], 9_912_422, "6bbc9ace898e44ae57da46a324031adb"),
        new(MnistDataSets.FileNames[1], 28_881, "a25bea736e30d166cdddb491f175f624"),
        new(MnistDataSets.FileNames[2], 1_648_877, "2646ac647ad5339dbf082846283269ea"),
        new(MnistDataSets.FileNames[3], 4_542, "27ae3e4e09519cfbb04c329615203637"),
    ];
}
