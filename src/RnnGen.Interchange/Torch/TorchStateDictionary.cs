using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Interop;

namespace RnnGen.Interchange;

/// <summary>The tensors of a state dictionary, read from a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Tensors">The tensors in the order of the file.</param>
/// <param name="IsOrdered">Whether that is the order of the modules: JSON keeps it, safetensors sorts by name.</param>
internal sealed record TorchStateDictionary(string Path, IReadOnlyList<NetworkTensor> Tensors, bool IsOrdered)
{
    /// <summary>Reads safetensors or JSON, whichever the file holds.</summary>
    public static TorchStateDictionary Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TorchStateDictionary dictionary = IsSafetensors(path) ? FromSafetensors(path) : FromJson(path);
        return dictionary.Tensors.Count > 0 ? dictionary : throw FileFault.Damaged(path, "it must have tensors, found none");
    }

    /// <summary>The length of a safetensors header has zeros in its upper bytes, which no text has.</summary>
    private static bool IsSafetensors(string path)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        using FileStream stream = File.OpenRead(path);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.Contains((byte)0);
    }

    private static TorchStateDictionary FromSafetensors(string path)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        string[] wrong =
        [
            .. reader.Tensors
                .Where(tensor => !tensor.CanRead || tensor.Count == 0 || tensor.Shape.Append(tensor.Count).Max() > int.MaxValue)
                .Select(tensor => $"'{tensor.Name}' {tensor.Dtype} [{string.Join(", ", tensor.Shape)}]"),
        ];
        if (wrong.Length > 0)
        {
            throw FileFault.Unsupported(
                path, $"tensors must be floats, at least one and fewer than 2^31; not so are {string.Join(", ", wrong)}");
        }

        List<NetworkTensor> tensors = [];
        foreach (SafetensorsTensor tensor in reader.Tensors)
        {
            float[] values = new float[tensor.Count];
            reader.Read(tensor.Name, values);
            tensors.Add(new NetworkTensor(tensor.Name, [.. tensor.Shape.Select(extent => (int)extent)], values));
        }

        return new TorchStateDictionary(path, tensors, IsOrdered: false);
    }

    private static TorchStateDictionary FromJson(string path)
    {
        ReadOnlyMemory<byte> json = JsonFile.Load(path);
        IReadOnlyList<NetworkTensor> tensors = JsonFile.Parse(path, json.Span, (ref Utf8JsonReader reader) => Parse(ref reader, path));
        return new TorchStateDictionary(path, tensors, IsOrdered: true);
    }

    private static List<NetworkTensor> Parse(ref Utf8JsonReader reader, string path)
    {
        List<NetworkTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonFile.Text(ref reader, path, "a tensor's name");
            if (!names.Add(name))
            {
                throw FileFault.Damaged(path, $"every name must occur once, found '{name}' twice");
            }

            reader.Read();
            tensors.Add(JsonTensor.Read(ref reader, path, name));
        }

        return tensors;
    }
}
