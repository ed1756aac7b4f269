using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reading of fields: one that must be there and is not fails with its name.</summary>
internal static class FixtureJson
{
    /// <summary>A field, or <see langword="null"/> when it is absent or null.</summary>
    public static JsonNode? Find(this JsonNode node, string name) => node is JsonObject fields
        ? fields[name]
        : throw new InvalidDataException($"{node.GetPath()} is not an object; its field '{name}' was looked for.");

    /// <summary>A field that must be there.</summary>
    public static JsonNode Get(this JsonNode node, string name) =>
        node.Find(name) ?? throw new InvalidDataException($"{node.GetPath()} has no '{name}'.");

    /// <summary>The items of a list, none of them null.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode list) =>
        list.AsArray().Select(item => item ?? throw new InvalidDataException($"{list.GetPath()} has an item that is null."));

    public static int Int(this JsonNode node, string name) => node.Get(name).GetValue<int>();

    public static string Text(this JsonNode node, string name) => node.Get(name).GetValue<string>();

    /// <summary>Whether a flag is there and true.</summary>
    public static bool Flag(this JsonNode node, string name) => node.Find(name)?.GetValue<bool>() ?? false;

    public static Tensor Tensor(this JsonNode node, string name) => Fixtures.Tensor.Read(node.Get(name));

    /// <summary>Lengths of the rows; empty when absent.</summary>
    public static int[] Lengths(this JsonNode node, string name) =>
        node.Find(name) is JsonNode lengths ? Array.ConvertAll(Fixtures.Tensor.Read(lengths).Values, length => checked((int)length)) : [];
}
