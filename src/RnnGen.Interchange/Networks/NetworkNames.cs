using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Interchange;

/// <summary>What the class calls what: which layers it names, and how parameters and states are called.</summary>
internal static class NetworkNames
{
    // Members that the generator adds to a class, whose name the class cannot have (RNN013).
    private static readonly HashSet<string> Generated = new(StringComparer.Ordinal)
    {
        "InputSize", "OutputSize", "Steps", "StateSize", "ParameterCount", "ParameterBytes", "MultiplyAddsPerStep",
        "MultiplyAddsPerSequence", "Description", "Parameters", "Save", "Load", "Threads", "Predict", "Probabilities", "Trace",
        "FlatStates", "Summary", "PackedWeightBytes", "PackedSingleRowWeightBytes", "ActivationBytesPerStep", "ActivationBytesPerSequence",
        "TrainingActivationBytesPerStep", "TrainingActivationBytesPerSequence",
        "Step", "StepFlat", "State", "CreateTrainer", "Trainer", "LayerSizes", "Stages", "Schedule", "Workspace", "Weights", "StepStages",
        "StepScratch", "StepMemory", "StepOnCopy", "StepBlock", "OnStep", "RowStages", "RowWeights", "Vocabulary", "InitialState", "Heads",
        "SequenceInputSize", "JoinInputs", "SplitInputs", "JoinSequenceInputs", "SplitSequenceInputs",
    };

    private const string Pooling = "Pooling";

    /// <summary>The layers that the class has to name, because others read them by name.</summary>
    public static IReadOnlySet<string> Shown(Network network)
    {
        HashSet<string> shown = new(StringComparer.Ordinal);
        foreach ((NetworkLayer layer, IReadOnlyList<NetworkRead> usual) in WithUsualReads(network))
        {
            if (SaysFrom(layer, usual))
            {
                shown.UnionWith(layer.Reads.Select(read => read.Value));
            }

            if (layer.InitialState is string encoder)
            {
                shown.Add(encoder);
            }
        }

        foreach (NetworkHead head in network.Heads.Where(head => SaysFrom(network, head)))
        {
            shown.UnionWith(head.Reads.Select(read => read.Value));
        }

        shown.ExceptWith(network.Inputs.Select(input => input.Name));
        return shown;
    }

    /// <summary>Each layer with what it would read if it said nothing.</summary>
    public static IEnumerable<(NetworkLayer Layer, IReadOnlyList<NetworkRead> Usual)> WithUsualReads(Network network)
    {
        IReadOnlyList<NetworkRead> usual = Inputs(network);
        foreach (NetworkLayer layer in network.Layers)
        {
            yield return (layer, usual);
            usual = [new NetworkRead(layer.Name, 0, layer.Size)];
        }

        foreach (NetworkHead head in network.Heads)
        {
            usual = head.Reads;
            foreach (NetworkLayer layer in head.Layers)
            {
                yield return (layer, usual);
                usual = [new NetworkRead(layer.Name, 0, layer.Size)];
            }
        }
    }

    /// <summary>Whether a layer's attribute has to say what it reads.</summary>
    public static bool SaysFrom(NetworkLayer layer, IReadOnlyList<NetworkRead> usual) =>
        layer.Kind is "Sum" or "Product" || !layer.Reads.SequenceEqual(usual);

    /// <summary>Whether a head has to say what it reads.</summary>
    public static bool SaysFrom(Network network, NetworkHead head) =>
        !head.Reads.SequenceEqual(network.Layers is [.., NetworkLayer last] ? [new NetworkRead(last.Name, 0, last.Size)] : Inputs(network));

    /// <summary>Each layer with the beginning of its parameters' names: its own where it is shown, otherwise kind and number.</summary>
    public static IEnumerable<(NetworkLayer Layer, string Path)> Paths(Network network)
    {
        IReadOnlySet<string> shown = Shown(network);
        int body = 0;
        foreach (NetworkLayer layer in network.Layers)
        {
            yield return (layer, Path(layer, "", body));
            body += IsNumbered(layer) ? 1 : 0;
        }

        foreach (NetworkHead head in network.Heads)
        {
            int number = body;
            foreach (NetworkLayer layer in head.Layers)
            {
                yield return (layer, Path(layer, head.Name.Length > 0 ? head.Name + "/" : "", number));
                number += IsNumbered(layer) ? 1 : 0;
            }
        }

        string Path(NetworkLayer layer, string prefix, int number)
        {
            // A kind that ends in a digit: Gru2 as layer 0 is not Gru as layer 20.
            string separator = char.IsDigit(layer.Kind[^1]) ? "_" : "";
            return shown.Contains(layer.Name) ? layer.Name
                : layer.Kind == Pooling ? prefix + "attention"
                : string.Create(CultureInfo.InvariantCulture, $"{prefix}{layer.Kind.ToLowerInvariant()}{separator}{number}");
        }
    }

    // Of pooling attention alone has parameters, and a head has one at most.
    private static bool IsNumbered(NetworkLayer layer) => layer.Parameters.Count > 0 && layer.Kind != Pooling;

    /// <summary>The first number of a layer's state among those of one row.</summary>
    public static int StateOffset(Network network, string layer, string state)
    {
        int offset = 0;
        foreach (NetworkLayer each in network.Layers)
        {
            foreach (NetworkState own in each.States)
            {
                if (each.Name == layer && own.Name == state)
                {
                    return offset;
                }

                offset += own.Units;
            }
        }

        throw new ArgumentException($"Layer '{layer}' has no state '{state}'.", nameof(state));
    }

    /// <summary>What the first layer reads if it says nothing: tokens, then floats of every step, then those of the sequence.</summary>
    public static IReadOnlyList<NetworkRead> Inputs(Network network) =>
    [
        .. network.Inputs.OrderBy(input => input.Embedding is not null ? 0 : input.PerSequence ? 2 : 1)
            .Select(input => new NetworkRead(input.Name, 0, input.Columns)),
    ];

    /// <summary>The name of an embedding: <c>embedding</c>.</summary>
    public static string EmbeddingOf(Network network, NetworkInput input) =>
        network.Inputs.Count(other => other.Embedding is not null) == 1 ? input.Name
            : throw new ArgumentException("A network has at most one input of tokens.", nameof(network));

    /// <summary>A name from outside as an identifier: letters, digits and underscores, the first a letter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="otherwise">What to call it where nothing is left.</param>
    public static string Identifier(string name, string otherwise)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        string trimmed = text.ToString().Trim('_');
        while (trimmed.Contains("__", StringComparison.Ordinal))
        {
            trimmed = trimmed.Replace("__", "_", StringComparison.Ordinal);
        }

        return trimmed.Length == 0 ? otherwise : char.IsAsciiLetter(trimmed[0]) ? trimmed : $"{otherwise}_{trimmed}";
    }

    /// <summary>
    /// The identifier, with a number behind it where another value has it: names differ in more than the case of letters.
    /// </summary>
    /// <param name="name">The identifier.</param>
    /// <param name="taken">Those that are taken; receives the new one. Compares without case.</param>
    public static string Unique(string name, ISet<string> taken)
    {
        string unique = name;
        for (int number = 2; !taken.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return unique;
    }

    /// <summary>A file's name as the name of a class: <c>model_1.onnx</c> is <c>Model1</c>.</summary>
    public static string ClassName(string file)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        char[] separators = [.. name.Where(letter => !char.IsAsciiLetterOrDigit(letter)).Distinct()];
        string pascal = string.Concat(name.Split(separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return pascal.Length == 0 || char.IsDigit(pascal[0]) ? "Model" + pascal
            : Generated.Contains(pascal) ? pascal + "Network" : pascal;
    }
}
