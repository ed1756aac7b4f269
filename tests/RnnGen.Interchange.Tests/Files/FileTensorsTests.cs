using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Tool;
using Xunit;

namespace RnnGen.Interchange.Tests.Files;

public sealed class FileTensorsTests
{
    private const int Rounds = 300;

    public static TheoryData<string> Formats => [.. ToolFiles.Formats];

    [Fact]
    public void TensorsOfJsonAreRectanglesOfNumbers()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write(
            "tensors.json",
            """
            {"a": [[1, 2, 3], [4, 5, 6]], "b": [[1, 2], [3]], "c": {"d": [1, null]}, "e": [[[1]], [[2]]], "f": 3, "g": [], "h": [[], []]}
            """);
        Assert.Equal(
            ["a [2, 3] 6", "b[0] [2] 2", "b[1] [1] 1", "e [2, 1, 1] 2", "g [0] 0", "h [2, 0] 0"],
            FileTensors.Of(file, NetworkFiles.FormatOf(file))
                .Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}] {tensor.Count}"));
    }

    [Fact]
    public void ShapesThatNobodyCanHaveAreRefused()
    {
        Assert.Throws<InvalidDataException>(() => FileTensor.Of("file", "name", [long.MaxValue, 3], "float"));
        Assert.Throws<InvalidDataException>(() => FileTensor.Of("file", "name", [2, -1], "float"));
        Assert.Equal(1, FileTensor.Of("file", "name", [], "float").Count);
    }

    /// <summary>Bytes changed and cut off at random: the file is told and its tensors listed, or it is refused as documented.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedFilesAreListedOrRefused(string format)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(ToolFiles.Of(format, folder));
        Random random = new(1);
        int listed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = [.. random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : whole];
            for (int change = random.Next(6); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            string file = folder.Write("damaged", bytes);
            try
            {
                IReadOnlyList<FileTensor> tensors = FileTensors.Of(file, NetworkFiles.FormatOf(file));
                Assert.All(tensors, tensor => Assert.True(tensor.Count >= 0));
                listed++;
            }
            catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
            {
                Assert.Contains(file, failure.Message, StringComparison.Ordinal);
            }
        }

        // Those that were not changed at all, at least.
        Assert.InRange(listed, Rounds / 20, Rounds);
    }
}
