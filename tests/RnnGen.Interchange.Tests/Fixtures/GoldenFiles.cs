using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Tests.Data;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Reference numbers in files of JSON.</summary>
internal static class GoldenFiles
{
    /// <summary>The names of the files of a kind; one that does not exist where the folder is not there, so that a test says so.</summary>
    public static IEnumerable<string> In(string kind)
    {
        string? folder = NearbyFolder.Find("RNNGEN_GOLDEN", "golden", kind);
        return folder is null ? ["none"] : Directory.EnumerateFiles(folder, "*.json")
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
    }

    /// <summary>Nested arrays as a tensor.</summary>
    public static SourceValue Tensor(JsonNode node)
    {
        List<int> shape = [];
        for (JsonNode? inner = node; inner is JsonArray array; inner = array.Count > 0 ? array[0] : null)
        {
            shape.Add(array.Count);
        }

        List<float> values = [];
        Add(node, values);
        return new SourceValue(shape, [.. values]);
    }

    private static void Add(JsonNode node, List<float> values)
    {
        if (node is not JsonArray array)
        {
            values.Add((float)node.GetValue<double>());
            return;
        }

        foreach (JsonNode? element in array)
        {
            Add(element!, values);
        }
    }
}
