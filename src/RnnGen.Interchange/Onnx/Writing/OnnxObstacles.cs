using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>What keeps a network from being written, all reasons at once.</summary>
internal static class OnnxObstacles
{
    private static readonly string[] Stateless =
        [
            "Dense", "LayerNorm", "Activation", "Dropout", "Sum", "Product", "Concatenate", "Repeat", "Pooling", "Conv1D", "MaxPool1D",
            "AveragePool1D",
        ];

    /// <summary>Refuses a network that cannot be written.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    public static void Check(Network network, OnnxWriterOptions options)
    {
        string[] reasons =
        [
            .. network.AllLayers.SelectMany(Unknown),
            .. options.Streaming ? Stream(network) : NoSteps(network),
            .. options.Streaming || options.States ? network.AllLayers.SelectMany(layer => States(layer, options)) : [],
            .. TooLarge(network),
        ];
        if (reasons.Length > 0)
        {
            string file = options.Streaming ? "a streaming ONNX file" : "an ONNX file";
            throw new NotSupportedException($"{network.Name} cannot be written as {file}: {string.Join("; ", reasons)}.");
        }
    }

    /// <summary>Whether a head has an output at every step of a stream.</summary>
    public static bool Streams(NetworkHead head) => head.Layers.All(layer => PoolingOf(layer) is null or Pooling.Last);

    private static Pooling? PoolingOf(NetworkLayer layer) => layer.Kind == "Pooling" ? (Pooling)layer.Arguments[0] : null;

    private static IEnumerable<string> Unknown(NetworkLayer layer)
    {
        if (layer.IsRecurrent ? layer.Equations is null && RecurrentOperator.IsNone(layer) : !Stateless.Contains(layer.Kind))
        {
            yield return layer.IsRecurrent
                ? $"no operator is like layer '{layer.Name}', [{layer.Kind}], and its equations are not known"
                : $"layer '{layer.Name}' is an unknown [{layer.Kind}]";
        }
    }

    /// <summary>What a state holds beside numbers: how many steps there were, and which of a row's steps were its last ones.</summary>
    private static IEnumerable<string> States(NetworkLayer layer, OnnxWriterOptions options)
    {
        if (layer is not { IsWindow: true, States.Count: > 0 })
        {
            yield break;
        }

        if (layer.Kind != "Conv1D")
        {
            yield return $"layer '{layer.Name}' counts the steps that there were, which no operator does";
        }
        else if (options.Lengths)
        {
            yield return $"layer '{layer.Name}' hands on the last inputs of each row, which differ with its length";
        }
    }

    private static IEnumerable<string> NoSteps(Network network)
    {
        if (network.Steps is null && network.Inputs.All(input => input.PerSequence))
        {
            yield return "no input has steps, so that the number of steps is not known";
        }
    }

    private static IEnumerable<string> Stream(Network network)
    {
        HashSet<string> ofInputs = [.. network.Inputs.Where(input => input.PerSequence).Select(input => input.Name)];
        foreach (NetworkLayer layer in network.AllLayers)
        {
            bool readsInputs = layer.Reads.All(read => ofInputs.Contains(read.Value));
            if (readsInputs && layer.Kind != "Repeat")
            {
                ofInputs.Add(layer.Name);
            }

            Direction direction = layer.Option("Direction", Direction.Forward);
            if (direction != Direction.Forward)
            {
                string order = direction == Direction.Reverse ? "from the last to the first" : "in both directions";
                yield return $"layer '{layer.Name}' reads its steps {order}";
            }

            if (layer.IsWindow && layer.Option("Padding", TimePadding.Causal) == TimePadding.Same && OnnxWindow.Of(layer).Reach > 0)
            {
                yield return $"layer '{layer.Name}' sees steps that are yet to come";
            }

            if (layer.InitialState is not null)
            {
                yield return $"layer '{layer.Name}' starts from the final states of '{layer.InitialState}'";
            }

            if (layer.Kind == "Repeat" && !readsInputs)
            {
                yield return $"layer '{layer.Name}' repeats what is known after the last step";
            }

            if (PoolingOf(layer) is not (null or Pooling.Last) && network.Layers.Contains(layer))
            {
                yield return $"layer '{layer.Name}' pools all steps";
            }
        }

        if (!network.Heads.Any(Streams))
        {
            foreach (NetworkLayer layer in network.Heads.SelectMany(head => head.Layers).Where(layer => PoolingOf(layer) is not null))
            {
                yield return $"'{layer.Name}' pools all steps, and no other head has an output at each";
            }
        }
    }

    private static IEnumerable<string> TooLarge(Network network)
    {
        long bytes = sizeof(float) * (network.AllLayers.SelectMany(layer => layer.Parameters).Sum(tensor => (long)tensor.Values.Length)
            + network.Inputs.Sum(input => (long)(input.Embedding?.Table.Values.Length ?? 0)));
        if (bytes > int.MaxValue - (1 << 20))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"its weights take {bytes} bytes, and a file has at most {int.MaxValue}");
        }
    }
}
