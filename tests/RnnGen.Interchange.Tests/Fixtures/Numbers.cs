using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Tensors as tests write and read them: nested arrays of JSON.</summary>
internal static class Numbers
{
    /// <summary>Nested arrays as a tensor.</summary>
    public static NetworkTensor Tensor(string name, JsonNode node)
    {
        SourceValue value = GoldenFiles.Tensor(node);
        return new NetworkTensor(name, value.Shape, value.Values);
    }

    /// <summary>Numbers between -1 and 1 that differ from seed to seed, of a shape.</summary>
    public static NetworkTensor Random(string name, int seed, params int[] shape)
    {
        Random random = new(seed);
        int count = shape.Aggregate(1, (product, extent) => product * extent);
        return new NetworkTensor(name, shape, [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)]);
    }

    /// <summary>Tensors as a state dictionary in JSON: nested arrays under their names.</summary>
    public static string Json(IReadOnlyList<NetworkTensor> tensors)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            foreach (NetworkTensor tensor in tensors)
            {
                writer.WritePropertyName(tensor.Name);
                Write(writer, tensor.Values, tensor.Shape, 0);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<float> values, IReadOnlyList<int> shape, int axis)
    {
        if (axis == shape.Count)
        {
            writer.WriteNumberValue(values[0]);
            return;
        }

        writer.WriteStartArray();
        int each = values.Length / shape[axis];
        for (int index = 0; index < shape[axis]; index++)
        {
            Write(writer, values.Slice(index * each, each), shape, axis + 1);
        }

        writer.WriteEndArray();
    }
}
