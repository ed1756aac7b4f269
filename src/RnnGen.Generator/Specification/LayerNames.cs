using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Specification;

/// <summary>What a layer is called.</summary>
/// <param name="Stem">What names in generated code begin with: Lstm0.</param>
/// <param name="Path">What names of parameters and of traced values begin with: lstm0.</param>
/// <param name="Title">What comments call it.</param>
internal sealed record LayerName(string Stem, string Path, string Title);

/// <summary>
/// Names of layers: their own, or what they are with a number. Layers with parameters are numbered one after the other, those of a head
/// after all that stand above heads; others, which no file names, for each kind by itself.
/// </summary>
internal static class LayerNames
{
    /// <summary>The names of all layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="heads">The names of the heads.</param>
    public static IReadOnlyList<LayerName> Of(IReadOnlyList<LayerSpec> layers, IEnumerable<string?> heads)
    {
        string[] headStems = [.. heads.OfType<string>().Select(Casing.Pascal)];
        List<(LayerSpec Layer, string Stem, string Path, string Number)> names = [];
        Dictionary<string, int> others = [];
        for (int index = 0; index < layers.Count; index++)
        {
            LayerSpec layer = layers[index];
            string number = Number(
                layer.HasParameters ? Count(layers.Take(index), layer.Head) : Next(others, layer.Head + "/" + layer.Kind));

            // A name that ends in a digit: Gru2 as layer 0 is not Gru as layer 20.
            string separator = char.IsDigit(layer.Kind[layer.Kind.Length - 1]) ? "_" : "";
            string head = layer.Head is null || layer.Name is not null ? "" : layer.Head + "/";
            string stem = layer.Name is not null ? Casing.Pascal(layer.Name)
                : (layer.Head is null ? "" : Casing.Pascal(layer.Head)) + layer.Kind + separator + number;
            string path = layer.Name ?? head + layer.Kind.ToLowerInvariant() + separator + number;
            names.Add((layer, stem, path, number));
        }

        // Names of buffers and methods begin with stems and go on with a capital letter: no stem may be the beginning of another so.
        // Methods of layers On and OnStep would be called as the hook is.
        HashSet<string> used = ["On", "OnStep", .. names.Where(name => name.Layer.Name is null).Select(name => name.Stem)];
        return
        [
            .. names.Select(name => new LayerName(
                name.Layer.Name is null ? name.Stem : Free(name.Stem),
                name.Path,
                $"layer {(name.Layer is { Name: null, Head: null, HasParameters: true } ? name.Number : name.Path)}, "
                    + $"{name.Layer.Kind.ToUpperInvariant()}({Number(name.Layer.Units)})")),
        ];

        string Free(string stem)
        {
            while (IsTaken(stem) || !used.Add(stem))
            {
                stem += "_";
            }

            return stem;
        }

        bool IsTaken(string stem) =>
            names.Any(other => Begins(other.Stem, stem)) || headStems.Any(head => head == stem || Begins(head, stem));
    }

    /// <summary>The names that layers without one get, in the graph and in heads, and the kind of each.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="heads">The heads.</param>
    public static IEnumerable<(string Name, string Kind)> Given(IReadOnlyList<LayerSpec> layers, IEnumerable<HeadSpec> heads)
    {
        IReadOnlyList<LayerName> names = Of(layers, heads.Select(head => head.Name));
        for (int index = 0; index < layers.Count; index++)
        {
            if (layers[index].Name is null)
            {
                yield return (names[index].Path, layers[index].Kind);
            }
        }

        foreach (HeadSpec head in heads)
        {
            if (head.Pools)
            {
                yield return (OfReduction(head), "Pooling");
            }

            for (int index = 0; index < head.Dense.Count; index++)
            {
                if (head.Dense[index].Name is null)
                {
                    yield return (OfDense(head, Count(layers, head.Name) + index), "Dense");
                }
            }
        }
    }

    /// <summary>What a head's pooling is called, also where the head does not say it.</summary>
    public static string OfReduction(HeadSpec head) => InHead(head.Name, head.Reduction.ToString().ToLowerInvariant());

    /// <summary>What a dense layer of a head is called that has no name of its own.</summary>
    /// <param name="head">The head.</param>
    /// <param name="number">Its number: layers with parameters above it.</param>
    public static string OfDense(HeadSpec head, int number) => InHead(head.Name, "dense" + Number(number));

    /// <summary>The number of the next layer with parameters: above all heads, or in one.</summary>
    public static int Count(IEnumerable<LayerSpec> layers, string? head) =>
        layers.Count(layer => layer.HasParameters && (layer.Head is null || layer.Head == head));

    private static string InHead(string? head, string name) => head is null ? name : $"{head}/{name}";

    private static bool Begins(string name, string stem) =>
        name.Length > stem.Length && name.StartsWith(stem, StringComparison.Ordinal)
            && (char.IsUpper(name[stem.Length]) || name[stem.Length] == '_');

    private static int Next(Dictionary<string, int> counts, string key) =>
        counts[key] = counts.TryGetValue(key, out int count) ? count + 1 : 0;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
