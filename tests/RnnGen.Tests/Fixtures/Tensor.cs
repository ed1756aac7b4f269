using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Numbers of a nested JSON list, row-major.</summary>
internal sealed record Tensor(string Name, int[] Shape, double[] Values)
{
    /// <summary>Reads a nested list, or a number as a tensor without axes.</summary>
    /// <exception cref="InvalidDataException">The lists are ragged, or hold something other than numbers.</exception>
    public static Tensor Read(JsonNode node)
    {
        List<int> shape = [];
        for (JsonNode? first = node; first is JsonArray list; first = list.Count > 0 ? list[0] : null)
        {
            shape.Add(list.Count);
        }

        List<double> values = [];
        Collect(node, shape, 0, values);
        return new Tensor(node.GetPath(), [.. shape], [.. values]);
    }

    /// <summary>The largest magnitude.</summary>
    public double Largest => Values.Length == 0 ? 0 : Values.Max(Math.Abs);

    public float[] ToFloats() => Array.ConvertAll(Values, value => (float)value);

    /// <summary>This tensor, when it has the shape.</summary>
    public Tensor Shaped(params int[] shape) => Shape.SequenceEqual(shape)
        ? this
        : throw new InvalidDataException($"{Name} has the shape [{string.Join(", ", Shape)}]; [{string.Join(", ", shape)}] was expected.");

    private static void Collect(JsonNode? node, List<int> shape, int axis, List<double> values)
    {
        if (axis == shape.Count)
        {
            values.Add(node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
                ? value.GetValue<double>()
                : throw new InvalidDataException($"{node?.GetPath() ?? "A list"} holds something other than a number."));
            return;
        }

        if (node is not JsonArray list || list.Count != shape[axis])
        {
            throw new InvalidDataException($"{node?.GetPath() ?? "A list"} is ragged.");
        }

        foreach (JsonNode? item in list)
        {
            Collect(item, shape, axis + 1, values);
        }
    }
}
