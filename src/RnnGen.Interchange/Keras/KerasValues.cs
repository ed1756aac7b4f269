using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>Turns one Keras layer after the other into layers of a network, and remembers what cannot be expressed.</summary>
/// <param name="file">The file.</param>
/// <param name="taken">Names that are taken.</param>
internal sealed class KerasValues(KerasFile file, HashSet<string> taken)
{
    private readonly KerasLayerMaker _maker = new(file);
    private readonly Dictionary<string, KerasValue> _lastStates = new(StringComparer.Ordinal);

    /// <summary>The layers.</summary>
    public List<NetworkLayer> Layers { get; } = [];

    /// <summary>Why the model cannot be expressed.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Steps that a vector was repeated for.</summary>
    public int? Repeated { get; private set; }

    /// <summary>What a layer gives of what it reads.</summary>
    public KerasValue Of(KerasLayer layer, IReadOnlyList<KerasValue> reads)
    {
        bool joins = layer.ClassName is "Add" or "Multiply" or "Concatenate";
        if (reads.Count > 1 != joins)
        {
            string expected = joins ? "two tensors or more" : "one tensor";
            throw FileFault.Damaged(file.Path, $"layer '{layer.Name}' ({layer.ClassName}) must read {expected}, found {reads.Count}");
        }

        bool anyOrder = layer.ClassName is "GlobalAveragePooling1D" or "GlobalMaxPooling1D";
        Refuse(
            reads.Any(read => read.IsReversed) && !anyOrder,
            layer.Name,
            "it reads go_backwards with return_sequences, which gives its steps in reversed order");
        Refuse(reads.Any(read => read.IsSoftmax), layer.Name, "it reads a softmax; one at the end is supported");
        KerasValue first = reads[0];
        string name = Unique(layer.Name);
        KerasLayer inner = layer.ClassName == "TimeDistributed" ? layer.Inner! : layer;
        Refuse(layer.ClassName == "TimeDistributed" && !first.HasSteps, layer.Name, "it needs steps, and reads a vector");
        switch (inner.ClassName)
        {
            case "LSTM" or "GRU" or "SimpleRNN" or "Bidirectional":
                return Recurrent(name, layer, first);
            case "Dense":
                NetworkLayer dense = _maker.Dense(name, layer, inner, first.Reads, first.HasSteps);
                bool softmax = KerasActivation.Of(inner.Settings, "activation", "linear", file.Version).IsSoftmax;
                return Add(dense) with { IsSoftmax = softmax };
            case "Conv1D":
                Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
                bool isSoftmax = KerasActivation.Of(inner.Settings, "activation", "linear", file.Version).IsSoftmax;
                return Add(_maker.Convolution(name, layer, first.Reads)) with { IsSoftmax = isSoftmax };
            case "MaxPooling1D" or "AveragePooling1D":
                Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
                return Add(KerasLayerMaker.Pool(name, layer, first.Reads));
            case "LayerNormalization":
                CheckAxis(inner, first);
                return Add(_maker.LayerNorm(name, layer, inner, Vector(first).Reads, first.HasSteps));
            case "Add" or "Multiply":
                CheckEqual(layer, reads);
                string kind = layer.ClassName == "Add" ? "Sum" : "Product";
                return Add(NetworkLayers.Merge(name, kind, [.. reads.Select(read => Single(Vector(read)))], first.HasSteps));
            case "Concatenate":
                CheckAxis(layer, first);
                Refuse(reads.Any(read => read.HasSteps != first.HasSteps), layer.Name, "it reads steps and vectors");
                return new KerasValue([.. reads.SelectMany(read => Vector(read).Reads)], first.HasSteps);
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
                Pooling pooling = inner.ClassName == "GlobalMaxPooling1D" ? Pooling.Max : Pooling.Mean;
                return Add(NetworkLayers.Pooling(name, first.Reads, pooling));
            case "RepeatVector":
                Repeated = layer.Settings.Count("n");
                return Add(NetworkLayers.Repeat(name, Vector(first).Reads));
            default:
                return Function(name, inner, first);
        }
    }

    private KerasValue Recurrent(string name, KerasLayer layer, KerasValue first)
    {
        Refuse(!first.HasSteps, layer.Name, "it needs steps, and reads a vector");
        NetworkLayer recurrent = _maker.Recurrent(name, layer, first.Reads);
        KerasSettings settings = layer.Recurrent!.Settings;
        bool sequences = settings.Flag("return_sequences");
        return Add(recurrent) with
        {
            HasSteps = sequences,
            IsLastState = !sequences,
            IsReversed = sequences && layer.IsRecurrent && settings.Flag("go_backwards"),
        };
    }

    /// <summary>A function of each number, or a layer that acts in training alone.</summary>
    private KerasValue Function(string name, KerasLayer layer, KerasValue first)
    {
        KerasActivation? activation = KerasActivation.OfLayer(layer, file.Version);
        return activation is null ? first
            : activation.IsSoftmax ? first with { IsSoftmax = true }
            : activation.Function == Activation.Linear ? first
            : Add(NetworkLayers.Activation(name, Vector(first).Reads, activation.Function, first.HasSteps));
    }

    private KerasValue Add(NetworkLayer layer)
    {
        Layers.Add(layer);
        return new KerasValue([new NetworkRead(layer.Name, 0, layer.Size)], layer.HasSteps);
    }

    /// <summary>
    /// A value whose steps, where there are any, are those of Keras: a last state becomes a vector. Dense layers take it so.
    /// </summary>
    private KerasValue Vector(KerasValue value)
    {
        if (!value.IsLastState)
        {
            return value;
        }

        if (!_lastStates.TryGetValue(value.Reads[0].Value, out KerasValue? last))
        {
            last = Add(NetworkLayers.Pooling(Unique("last"), value.Reads, Pooling.Last));
            _lastStates.Add(value.Reads[0].Value, last);
        }

        return last;
    }

    private NetworkRead Single(KerasValue value) => value.Reads.Count == 1 ? value.Reads[0]
        : Add(NetworkLayers.Concatenate(Unique("joined"), value.Reads, value.HasSteps)).Reads[0];

    /// <summary>A head that gives a value as it is.</summary>
    public NetworkHead Head(string name, KerasValue value) =>
        new(name, value.Reads, value.IsLastState ? [NetworkLayers.Pooling(Unique("last"), value.Reads, Pooling.Last)] : [])
        {
            HasSteps = value.HasSteps,
        };

    private void CheckEqual(KerasLayer layer, IReadOnlyList<KerasValue> reads)
    {
        if (reads.Any(read => read.Width != reads[0].Width || read.HasSteps != reads[0].HasSteps))
        {
            string found = string.Join(", ", reads.Select(read => $"[batch, {(read.HasSteps ? "steps, " : "")}{read.Width}]"));
            Reasons.Add($"layer '{layer.Name}' ({layer.ClassName}): tensors of equal shapes are supported, found {found}");
        }
    }

    private void CheckAxis(KerasLayer layer, KerasValue value)
    {
        int last = value.HasSteps ? 2 : 1;
        bool isLast = layer.Settings.Find("axis") switch
        {
            null => true,
            { ValueKind: JsonValueKind.Array } axes => axes.GetArrayLength() == 1 && IsLast(axes[0]),
            JsonElement axis => IsLast(axis),
        };
        Refuse(!isLast, layer.Name, "the axis of the features is supported");

        bool IsLast(JsonElement axis) =>
            axis.ValueKind == JsonValueKind.Number && axis.TryGetInt32(out int number) && (number == -1 || number == last);
    }

    /// <summary>Remembers a reason where there is one.</summary>
    public void Refuse(bool isWrong, string layer, string reason)
    {
        if (isWrong)
        {
            Reasons.Add($"layer '{layer}': {reason}");
        }
    }

    /// <summary>A name of its own.</summary>
    public string Unique(string name) => NetworkNames.Unique(NetworkNames.Identifier(name, "layer"), taken);
}
