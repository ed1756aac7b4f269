using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Tests.Support;

/// <summary>What the build makes of a file of weights: the manifest that the generator reads, and the resource.</summary>
internal sealed class WeightsFile
{
    private const int HashBytes = 32, Alignment = 64;

    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tensors = new();
    private readonly MemoryStream _data = new();
    private readonly string _file;
    private string? _text;
    private string _declaration = "";

    /// <summary>A file under the name that the project gives it.</summary>
    public WeightsFile(string file, string format = "Safetensors")
    {
        _file = file;
        _head.Append($"rnngen-weights\t1\nfile\t{file}\nformat\t{format}\nresource\tRnnGen.Weights/{file}\n");
        _data.SetLength(Alignment);
        _data.Position = Alignment;
    }

    /// <summary>A manifest of any text.</summary>
    public static WeightsFile OfText(string text) => new("any") { _text = text };

    /// <summary>A file that the build could not use.</summary>
    public static WeightsFile Unusable(string file, string error) => OfText($"rnngen-weights\t1\nfile\t{file}\nerror\t{error}\n");

    /// <summary>The resource's name.</summary>
    public string Resource => $"RnnGen.Weights/{_file}";

    /// <summary>The resource.</summary>
    public byte[] Blob
    {
        get
        {
            byte[] blob = _data.ToArray();
            SHA256.HashData(blob.AsSpan(HashBytes)).CopyTo(blob.AsSpan());
            return blob;
        }
    }

    /// <summary>The manifest as the compiler hands it to the generator.</summary>
    public AdditionalText Manifest => new ManifestText($"obj/{_file}.rnnweights", _text ?? Text());

    /// <summary>Adds a line of the head.</summary>
    public WeightsFile With(string key, string value)
    {
        _head.Append($"{key}\t{value}\n");
        return this;
    }

    /// <summary>Adds the network.</summary>
    public WeightsFile Declaring(string source)
    {
        _declaration = $"declaration\n{source}";
        return this;
    }

    /// <summary>Adds a tensor of floats.</summary>
    public WeightsFile With(string name, IReadOnlyList<int> shape, float[] values)
    {
        Begin(name, shape);
        long offset = Write(MemoryMarshal.AsBytes(values.AsSpan()));
        _tensors.Append($"part\t0\t{(shape.Count < 2 ? 1 : shape[0])}\tFloat32\t{offset}\t-\n");
        return this;
    }

    /// <summary>Adds a matrix, some rows of which are bytes with scales, each row's worth in a part of its own.</summary>
    public WeightsFile With(string name, IReadOnlyList<int> shape, params (int Rows, sbyte[] Bytes, float[] Scales)[] parts)
    {
        Begin(name, shape);
        int first = 0;
        foreach ((int rows, sbyte[] bytes, float[] scales) in parts)
        {
            long scale = Write(MemoryMarshal.AsBytes(scales.AsSpan())), offset = Write(MemoryMarshal.AsBytes(bytes.AsSpan()));
            _tensors.Append($"part\t{first}\t{rows}\tInt8\t{offset}\t{scale}\n");
            first += rows;
        }

        return this;
    }

    private void Begin(string name, IReadOnlyList<int> shape) => _tensors.Append($"tensor\t{name}\t{string.Join(',', shape)}\n");

    private long Write(ReadOnlySpan<byte> bytes)
    {
        long offset = _data.Position;
        _data.Write(bytes);
        _data.SetLength((_data.Length + Alignment - 1) / Alignment * Alignment);
        _data.Position = _data.Length;
        return offset;
    }

    private string Text() =>
        $"{_head}hash\t{Convert.ToHexStringLower(Blob.AsSpan(0, HashBytes))}\nbytes\t{_data.Length}\n{_tensors}{_declaration}";

    private sealed class ManifestText(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
