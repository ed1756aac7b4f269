using System.Collections.Generic;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>A layer in the configuration of a Keras model.</summary>
/// <param name="ClassName">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its configuration.</param>
internal sealed record KerasLayer(string ClassName, string Name, KerasSettings Settings)
{
    /// <summary>What it reads, where the model is a graph.</summary>
    public IReadOnlyList<KerasReference> Reads { get; init; } = [];

    /// <summary>Tensors that it is given by name, such as initial states.</summary>
    public int NamedTensors { get; init; }

    /// <summary>How often the model calls it.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>How many layers of its class the model has before it.</summary>
    public int Occurrence { get; init; }

    /// <summary>The layer within it.</summary>
    public KerasLayer? Inner { get; init; }

    /// <summary>The layer within <c>Bidirectional</c> that reads backwards, where the file has it.</summary>
    public KerasLayer? Backward { get; init; }

    /// <summary>The shape of its input, where the file has it; <see langword="null"/> extents for any.</summary>
    public IReadOnlyList<int?>? InputShape { get; init; }

    /// <summary>Whether it is one of the recurrent layers with a cell.</summary>
    public bool IsRecurrent => ClassName is "LSTM" or "GRU" or "SimpleRNN";

    /// <summary>The recurrent layer that it is or holds.</summary>
    public KerasLayer? Recurrent => IsRecurrent ? this : ClassName == "Bidirectional" ? Inner : null;
}

/// <summary>A tensor that a layer gives.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Tensor">Which of its tensors; those behind the first are states.</param>
internal sealed record KerasReference(string Layer, int Tensor);

/// <summary>Settings of a layer, each of the kind that Keras writes.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Layer">The layer, for messages.</param>
/// <param name="Json">The settings.</param>
internal sealed record KerasSettings(string Path, string Layer, JsonElement Json)
{
    /// <summary>A setting, or <see langword="null"/> where it is left out or null.</summary>
    public JsonElement? Find(string name) =>
        Json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A flag.</summary>
    public bool Flag(string name, bool otherwise = false) => Find(name) is not JsonElement value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "true or false", value);

    /// <summary>A number that must be there and positive.</summary>
    public int Count(string name) =>
        Find(name) is JsonElement value && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count > 0 ? count
            : throw Wrong(name, "a whole number of 1 or more", Find(name));

    /// <summary>A positive number of an axis of steps, alone or as the only one of a list.</summary>
    public int Extent(string name, int? otherwise = null)
    {
        JsonElement? found = Find(name);
        if (found is null && otherwise is int left)
        {
            return left;
        }

        bool isList = found is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1;
        return (isList ? found!.Value[0] : found) is JsonElement number && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out int extent) && extent > 0
            ? extent
            : throw Wrong(name, "a whole number of 1 or more, or a list of one", found);
    }

    /// <summary>A number.</summary>
    public double Number(string name, double otherwise) => Find(name) is not JsonElement value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw Wrong(name, "a number", value);

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => Find(name) is not JsonElement value ? otherwise
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Wrong(name, "a text", value);

    /// <summary>The exception for a setting of another kind.</summary>
    public System.IO.InvalidDataException Wrong(string name, string expected, JsonElement? found) =>
        FileFault.Damaged(Path, $"{name} of layer '{Layer}' must be {expected}, found {(found is null ? "none" : found.Value.ValueKind)}");
}
