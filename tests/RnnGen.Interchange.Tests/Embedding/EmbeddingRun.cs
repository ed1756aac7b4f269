using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using RnnGen.Interchange.Embedding;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Embedding;

/// <summary>What a run of the tool has left, read from its bytes and not by the code that wrote it.</summary>
internal sealed class EmbeddingRun
{
    public const string Resource = "RnnGen.Weights/model";

    private EmbeddingRun(string manifest, byte[] blob, string[] inputs)
    {
        (Manifest, Blob, Inputs) = (manifest, blob, inputs);
        int end = manifest.IndexOf("\ndeclaration\n", StringComparison.Ordinal);
        Declaration = end < 0 ? null : manifest[(end + "\ndeclaration\n".Length)..];
        string head = end < 0 ? manifest : manifest[..(end + 1)];
        Assert.EndsWith("\n", head, StringComparison.Ordinal);
        Lines = [.. head[..^1].Split('\n').Select(line => line.Split('\t').Select(Unescaped).ToArray())];
    }

    public string Manifest { get; }

    public byte[] Blob { get; }

    public string[] Inputs { get; }

    /// <summary>The fields of the lines above the declaration.</summary>
    public string[][] Lines { get; }

    public string? Declaration { get; }

    /// <summary>Embeds a file that can be used, and checks what holds for each.</summary>
    public static EmbeddingRun Of(TemporaryFolder folder, string file, string name = "model", string storage = "")
    {
        EmbeddingRun run = Run(folder, file, name, storage);
        Assert.Equal(["rnngen-weights", "1"], run.Lines[0]);
        Assert.Equal(["file", name], run.Lines[1]);
        Assert.Equal(Resource, run.One("resource"));
        Assert.Equal(run.Blob.Length.ToString((IFormatProvider?)null), run.One("bytes"));
        Assert.Equal(run.One("hash"), Convert.ToHexStringLower(run.Blob.AsSpan(0, 32)));
        Assert.Equal(run.One("hash"), Convert.ToHexStringLower(SHA256.HashData(run.Blob.AsSpan(32))));
        return run;
    }

    /// <summary>Embeds a file that cannot be used, and gives the message.</summary>
    public static string Fault(TemporaryFolder folder, string file, string name = "model", string storage = "")
    {
        EmbeddingRun run = Run(folder, file, name, storage);
        Assert.Empty(run.Blob);
        Assert.Equal(["rnngen-weights", "file", "error"], run.Lines.Select(line => line[0]));
        Assert.Null(run.Declaration);
        Assert.DoesNotContain(folder[""], run.Manifest, StringComparison.Ordinal);

        // Whatever is put right, the next build asks again.
        Assert.True(File.GetLastWriteTimeUtc(folder["out/model.blob"]) < File.GetLastWriteTimeUtc(folder["request"]));
        return run.One("error");
    }

    /// <summary>The only field of the only line that begins so.</summary>
    public string One(string key) => Assert.Single(Lines, line => line[0] == key)[1];

    /// <summary>All tensors by name: shape, and the elements as floats.</summary>
    public IReadOnlyDictionary<string, (string Shape, float[] Values)> Tensors()
    {
        Dictionary<string, (string, float[])> tensors = [];
        int[] starts = [.. Enumerable.Range(0, Lines.Length).Where(line => Lines[line][0] == "tensor")];
        foreach (int start in starts)
        {
            int end = start + 1;
            int rows = 0;
            List<float> values = [];
            for (; end < Lines.Length && Lines[end][0] == "part"; end++)
            {
                Assert.Equal(rows, int.Parse(Lines[end][1], null));
                rows += int.Parse(Lines[end][2], null);
                values.AddRange(Values(Lines[start][2], Lines[end]));
            }

            tensors.Add(Lines[start][1], (Lines[start][2], [.. values]));
        }

        return tensors;
    }

    private IEnumerable<float> Values(string shape, string[] part)
    {
        int[] extents = [.. shape.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(extent => int.Parse(extent, null))];
        int columns = extents.Skip(extents.Length < 2 ? 0 : 1).Aggregate(1, (product, extent) => product * extent);
        int count = int.Parse(part[2], null) * columns, offset = int.Parse(part[4], null);
        Assert.Equal(0, offset % 64);
        int scales = part[5] == "-" ? -1 : int.Parse(part[5], null);
        Assert.Equal(part[3] == "Int8", scales >= 0 && scales % 64 == 0);
        return Enumerable.Range(0, count).Select(index => part[3] switch
        {
            "Float32" => Single(offset + (4 * index)),
            "Float16" => (float)BinaryPrimitives.ReadHalfLittleEndian(Blob.AsSpan(offset + (2 * index))),
            "BFloat16" => BitConverter.UInt32BitsToSingle(
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(Blob.AsSpan(offset + (2 * index))) << 16),
            "Int8" => (sbyte)Blob[offset + index] * Single(scales + (4 * (index % columns))),
            _ => throw new FormatException(part[3]),
        });
    }

    private float Single(int offset) => BinaryPrimitives.ReadSingleLittleEndian(Blob.AsSpan(offset));

    private static EmbeddingRun Run(TemporaryFolder folder, string file, string name, string storage)
    {
        string request = folder.Write("request", $"""
            file={file}
            name={name}
            storage={storage}
            resource={Resource}
            manifest={folder["out/model.rnnweights"]}
            blob={folder["out/model.blob"]}
            """);
        using StringWriter errors = new();
        Assert.Equal((0, ""), (EmbeddingCommand.Run([request], errors), errors.ToString()));
        Assert.Equal(
            ["model.blob", "model.rnnweights", "model.rnnweights.inputs"],
            Directory.GetFileSystemEntries(folder["out"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        return new EmbeddingRun(
            File.ReadAllText(folder["out/model.rnnweights"], new UTF8Encoding(false, throwOnInvalidBytes: true)),
            File.ReadAllBytes(folder["out/model.blob"]), File.ReadAllLines(folder["out/model.rnnweights.inputs"]));
    }

    private static string Unescaped(string field)
    {
        StringBuilder text = new();
        for (int index = 0; index < field.Length; index++)
        {
            text.Append(field[index] != '\\' ? field[index] : field[++index] switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                char other => throw new FormatException($"'\\{other}' means nothing"),
            });
        }

        return text.ToString();
    }
}
