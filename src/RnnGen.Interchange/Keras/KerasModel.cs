using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>The configuration of a Keras model: a stack, or a graph.</summary>
/// <param name="IsSequential">Whether each layer reads the one before it.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Inputs">Layers that are inputs, of a graph.</param>
/// <param name="Outputs">What it gives, of a graph.</param>
internal sealed record KerasModel(
    bool IsSequential, IReadOnlyList<KerasLayer> Layers, IReadOnlyList<KerasReference> Inputs, IReadOnlyList<KerasReference> Outputs)
{
    /// <summary>Parses a configuration.</summary>
    /// <exception cref="System.IO.InvalidDataException">It is not one of a model.</exception>
    /// <exception cref="NotSupportedException">The model is of a class of its own.</exception>
    public static KerasModel Parse(KerasFile file)
    {
        JsonElement root = file.Configuration.RootElement;
        string kind = Text(file.Path, root, "class_name");
        JsonElement config = root.TryGetProperty("config", out JsonElement found) ? found
            : throw FileFault.Damaged(file.Path, "the model must have a config, found none");
        if (kind is not ("Sequential" or "Functional" or "Model"))
        {
            throw FileFault.Unsupported(
                file.Path, $"a model of class '{kind}' is code that the file does not have; Sequential and Functional are supported");
        }

        // Older versions have the layers of a stack themselves in place of the configuration.
        JsonElement nodes = config.ValueKind == JsonValueKind.Array ? config : Property(file.Path, config, "layers", JsonValueKind.Array);
        Dictionary<string, int> occurrences = new(StringComparer.Ordinal);
        List<KerasLayer> layers = [];
        foreach (JsonElement node in nodes.EnumerateArray())
        {
            KerasLayer layer = Layer(file.Path, node);
            int before = occurrences.GetValueOrDefault(layer.ClassName);
            occurrences[layer.ClassName] = before + 1;
            layers.Add(layer with { Occurrence = before });
        }

        string? twice = layers.GroupBy(layer => layer.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (layers.Count == 0 || twice is not null)
        {
            throw FileFault.Damaged(
                file.Path,
                twice is null ? "the model must have layers, found none" : $"every layer's name must occur once, found '{twice}' twice");
        }

        return kind == "Sequential" ? new KerasModel(true, WithShape(layers, config), [], [])
            : new KerasModel(false, layers, References(config, "input_layers"), References(config, "output_layers"));
    }

    private static List<KerasLayer> WithShape(List<KerasLayer> layers, JsonElement config)
    {
        if (layers[0].InputShape is null && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("build_input_shape", out JsonElement shape))
        {
            layers[0] = layers[0] with { InputShape = Shape(shape) };
        }

        return layers;
    }

    private static KerasLayer Layer(string path, JsonElement node)
    {
        string kind = Text(path, node, "class_name");
        JsonElement config = Property(path, node, "config", JsonValueKind.Object);
        string name = config.TryGetProperty("name", out JsonElement own) && own.ValueKind == JsonValueKind.String ? own.GetString()!
            : node.TryGetProperty("name", out own) && own.ValueKind == JsonValueKind.String ? own.GetString()! : kind;
        JsonElement[] calls = node.TryGetProperty("inbound_nodes", out JsonElement inbound) && inbound.ValueKind == JsonValueKind.Array
            ? [.. inbound.EnumerateArray()] : [];
        (List<KerasReference> reads, List<KerasReference> named) = ([], []);
        if (calls.Length > 0)
        {
            Collect(calls[0], reads, named);
        }

        return new KerasLayer(kind, name, new KerasSettings(path, name, config))
        {
            Reads = reads,
            NamedTensors = named.Count,
            Calls = Math.Max(calls.Length, 1),
            Inner = kind is not ("Bidirectional" or "TimeDistributed") ? null
                : Layer(path, Property(path, config, "layer", JsonValueKind.Object)),
            Backward = config.TryGetProperty("backward_layer", out JsonElement backward) && backward.ValueKind == JsonValueKind.Object
                ? Layer(path, backward) : null,
            InputShape = new[] { "batch_shape", "batch_input_shape" }
                .Select(key => config.TryGetProperty(key, out JsonElement shape) ? Shape(shape) : null)
                .Append(BuildShape(node)).FirstOrDefault(shape => shape is not null),
        };
    }

    private static int?[]? BuildShape(JsonElement node) =>
        node.TryGetProperty("build_config", out JsonElement build) && build.ValueKind == JsonValueKind.Object
        && build.TryGetProperty("input_shape", out JsonElement shape) ? Shape(shape) : null;

    private static int?[]? Shape(JsonElement shape)
    {
        return shape.ValueKind == JsonValueKind.Array && shape.EnumerateArray().All(IsExtent)
            ? [.. shape.EnumerateArray().Select(extent => extent.ValueKind == JsonValueKind.Null ? (int?)null : extent.GetInt32())] : null;

        static bool IsExtent(JsonElement extent) => extent.ValueKind == JsonValueKind.Null
            || (extent.ValueKind == JsonValueKind.Number && extent.TryGetInt32(out int number) && number > 0);
    }

    private static List<KerasReference> References(JsonElement config, string name)
    {
        List<KerasReference> found = [];
        if (config.TryGetProperty(name, out JsonElement references))
        {
            Collect(references, found, found);
        }

        return found;
    }

    /// <summary>
    /// Tensors in the order in which they are named: <c>["lstm", 0, 0]</c> with named ones in a fourth element (Keras 2), or objects with
    /// <c>keras_history</c> in <c>args</c> and <c>kwargs</c> (Keras 3).
    /// </summary>
    private static void Collect(JsonElement element, List<KerasReference> tensors, List<KerasReference> named)
    {
        if (Reference(element) is KerasReference reference)
        {
            tensors.Add(reference);
            if (element.GetArrayLength() > 3)
            {
                Collect(element[3], named, named);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement each in element.EnumerateArray())
            {
                Collect(each, tensors, named);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                Collect(property.Value, property.Name == "kwargs" ? named : tensors, named);
            }
        }
    }

    private static KerasReference? Reference(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() >= 3 && element[0].ValueKind == JsonValueKind.String
        && element[1].ValueKind == JsonValueKind.Number && element[2].ValueKind == JsonValueKind.Number
        && element[2].TryGetInt32(out int tensor)
            ? new KerasReference(element[0].GetString()!, tensor) : null;

    private static string Text(string path, JsonElement element, string name) =>
        Property(path, element, name, JsonValueKind.String).GetString()!;

    private static JsonElement Property(string path, JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value
            : throw FileFault.Damaged(path, $"the configuration must have a {name} ({kind}) in each model and layer, found none");
}
