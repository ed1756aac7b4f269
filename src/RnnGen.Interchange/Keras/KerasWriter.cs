using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// Writes the weights of a network in the layouts of Keras' layers, as safetensors: <c>lstm0/lstm_cell/kernel</c>, <c>recurrent_kernel</c>
/// and <c>bias</c>, <c>dense1/kernel</c>, <c>gamma</c>, <c>beta</c>, <c>embeddings</c>. The tensors of a layer stand in the order that its
/// <c>set_weights</c> takes.
/// </summary>
/// <remarks>
/// Gates stand as i, f, c, o and z, r, h. An LSTM's <c>ForgetBias</c> is added to its bias, with one rounding. Two directions are
/// <c>forward_</c> and <c>backward_</c>.
/// </remarks>
public static class KerasWriter
{
    private static readonly string[] Unknown = ["Peepholes", "Projection", "CoupledGates", "Residual", "LearnedInitialState"];

    /// <summary>The tensors, in the order of the layers.</summary>
    /// <exception cref="NotSupportedException">Keras' layers cannot express a layer; the message has every reason.</exception>
    public static IReadOnlyList<NetworkTensor> Tensors(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        WriterObstacles.Refuse(network, "Keras' layers", Obstacles);
        return
        [
            .. network.Inputs.Where(input => input.Embedding is not null)
                .Select(input => input.Embedding!.Table with { Name = $"{input.Name}/embeddings" }),
            .. NetworkNames.Paths(network).SelectMany(pair =>
                Tensors(pair.Layer).Select(tensor => tensor with { Name = $"{pair.Path}/{tensor.Name}" })),
        ];
    }

    /// <summary>Writes the tensors as safetensors, replacing an older file atomically.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="NotSupportedException">Keras' layers cannot express a layer; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Network network, string path) => NetworkWeights.Save(Tensors(network), path);

    private static IEnumerable<string> Obstacles(NetworkLayer layer) =>
        layer.Kind == "Dense" || layer.Kind == "LayerNorm" || layer.IsWindow || !(layer.IsRecurrent || layer.Parameters.Count > 0) ? []
            : CellWeights.Obstacles(layer).Concat(Unknown
                .Where(option => layer.Options.TryGetValue(option, out object? value) && value is not false)
                .Select(option => $"Keras has no {option}"));

    private static IEnumerable<NetworkTensor> Tensors(NetworkLayer layer)
    {
        if (!layer.IsRecurrent)
        {
            return layer.Parameters;
        }

        string kind = layer.Kind == "Rnn" ? "simple_rnn" : layer.Kind.ToLowerInvariant();
        IReadOnlyList<CellWeights> cells = CellWeights.Of(layer);
        string[] prefixes = cells.Count == 2 ? [$"forward_{kind}/", $"backward_{kind}/"] : [""];
        return prefixes.Zip(cells, (prefix, cell) => Cell(cell, $"{prefix}{kind}_cell/")).SelectMany(tensors => tensors);
    }

    private static IEnumerable<NetworkTensor> Cell(CellWeights cell, string prefix)
    {
        Gate[] gates = cell switch
        {
            LstmWeights lstm => [lstm.Input!, lstm.Forget, lstm.Candidate, lstm.Output],
            GruWeights gru => [gru.Update, gru.Reset, gru.Candidate],
            _ => [((RnnWeights)cell).Gate],
        };
        yield return Matrix.Beside([.. gates.Select(gate => gate.Input)]).Named($"{prefix}kernel");
        yield return Matrix.Beside([.. gates.Select(gate => gate.Recurrent)]).Named($"{prefix}recurrent_kernel");
        if (gates[0].InputBias is null)
        {
            yield break;
        }

        int columns = gates.Length * cell.Units;
        yield return cell is GruWeights { ResetAfter: true }
            ? new NetworkTensor(
                $"{prefix}bias",
                [2, columns],
                [.. gates.SelectMany(gate => gate.InputBias!), .. gates.SelectMany(gate => gate.RecurrentBias ?? new float[cell.Units])])
            : new NetworkTensor($"{prefix}bias", [columns], [.. gates.SelectMany(gate => gate.Bias!)]);
    }
}
