using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interop;

namespace RnnGen.Interchange;

/// <summary>The tensors of a file without their numbers: what stands in it, whether or not it is a network that can be read.</summary>
internal static class FileTensors
{
    /// <summary>The tensors in the order of the file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<FileTensor> Of(string path, NetworkFormat format) => format switch
    {
        NetworkFormat.Safetensors => OfSafetensors(path),
        NetworkFormat.Onnx => OfOnnx(path),
        NetworkFormat.Keras or NetworkFormat.Hdf5 => OfHdf5(path, format == NetworkFormat.Keras),
        _ => OfJson(path),
    };

    private static IReadOnlyList<FileTensor> OfSafetensors(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        return [.. StoredParameter.Of(file).SelectMany(parameter => OfParameter(path, parameter))];
    }

    /// <summary>A parameter in parts, or with scales, is one tensor; of one that cannot be read all its tensors are told.</summary>
    private static IEnumerable<FileTensor> OfParameter(string path, StoredParameter parameter)
    {
        if (parameter.Faults.Count > 0)
        {
            return parameter.Slices.SelectMany(slice => slice.Scale is null ? [slice.Tensor] : new[] { slice.Tensor, slice.Scale })
                .Select(tensor => FileTensor.Of(path, tensor.Name, tensor.Shape, tensor.Dtype));
        }

        string type = string.Join(", ", parameter.Slices.Select(slice =>
            slice.IsWhole ? slice.Tensor.Dtype : FormattableString.Invariant($"{slice.Tensor.Dtype} [{slice.FirstRow}..{slice.End}]")));
        return [FileTensor.Of(path, parameter.Name, parameter.Shape, type)];
    }

    private static IReadOnlyList<FileTensor> OfHdf5(string path, bool isArchive)
    {
        using Hdf5File file = KerasFile.OpenWeights(path, isArchive);
        return file.Datasets();
    }

    private static IReadOnlyList<FileTensor> OfOnnx(string path) =>
    [
        .. (Onnx(path).Graph?.Initializer ?? []).Select(tensor => FileTensor.Of(
            path, tensor.Name, [.. tensor.Dims], ((TensorProto.Types.DataType)tensor.DataType).ToString().ToLowerInvariant())),
    ];

    /// <summary>The message of an ONNX file.</summary>
    /// <exception cref="InvalidDataException">It is no such message.</exception>
    public static ModelProto Onnx(string path)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(FileFormat.Bytes(path));
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw FileFault.Damaged(path, $"it must be an ONNX model, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    private static IReadOnlyList<FileTensor> OfJson(string path)
    {
        try
        {
            using JsonDocument document = JsonFile.Tree(path, JsonFile.Load(path));
            List<FileTensor> tensors = [];
            Add(path, tensors, "", document.RootElement);
            return tensors;
        }
        catch (InvalidOperationException failure)
        {
            // What the library answers to names that are no Unicode.
            throw FileFault.Damaged(path, $"it must be JSON, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <summary>Adds what is a tensor within a value: a nested array of numbers whose rows are equally long.</summary>
    private static void Add(string path, List<FileTensor> tensors, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    Add(path, tensors, name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array when Shape(value) is List<long> shape:
                tensors.Add(FileTensor.Of(path, name, shape, "json"));
                break;
            case JsonValueKind.Array:
                foreach ((int index, JsonElement element) in value.EnumerateArray().Index())
                {
                    Add(path, tensors, FormattableString.Invariant($"{name}[{index}]"), element);
                }

                break;
        }
    }

    /// <summary>The shape of a nested array; <see langword="null"/> where it holds other things than numbers, or unequal rows.</summary>
    private static List<long>? Shape(JsonElement array)
    {
        if (array.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Number))
        {
            return [array.GetArrayLength()];
        }

        List<long>? inner = null;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Array || Shape(element) is not List<long> shape || inner?.SequenceEqual(shape) == false)
            {
                return null;
            }

            inner = shape;
        }

        return [array.GetArrayLength(), .. inner!];
    }
}
