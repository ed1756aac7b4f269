using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// Reads state dictionaries of PyTorch: safetensors, or JSON with a nested array for each tensor's name. They hold tensors and their names
/// alone; whatever else a network is made of is assumed, and told in the notes.
/// </summary>
public static class TorchReader
{
    /// <summary>Reads a file.</summary>
    /// <remarks>
    /// Names are those of PyTorch: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, <c>weight_hr_l0</c>, the
    /// same with <c>_reverse</c>, layers l0, l1 and so on of <c>nn.LSTM</c> (gates i, f, g, o), <c>nn.GRU</c> (r, z, n, the reset after the
    /// product) and <c>nn.RNN</c>; <c>weight</c> and <c>bias</c> of <c>nn.Linear</c> and <c>nn.LayerNorm</c>. What stands before the last
    /// dot is the module. Each module reads the one before it.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file does not say; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The network. Its original has the input <c>input</c>, [steps, batch, features] or [batch, steps, features], for tokens without the
    /// last axis; <c>lengths</c> [batch]; for each recurrent module <c>h_0</c> and of an LSTM <c>c_0</c>, [layers·directions, batch,
    /// units], with the module's name and a dot before them where the file has several modules. Its outputs are <c>output</c>, and
    /// <c>h_n</c> and <c>c_n</c> likewise.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, or its tensors contradict each other.</exception>
    /// <exception cref="NotSupportedException">
    /// Modules of other kinds, all of them in the message; or widths that fit in no order, or in several and the options name none.
    /// </exception>
    /// <exception cref="ArgumentException">The options name modules that the file does not have, or do not fit it.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path, TorchReaderOptions? options = null)
    {
        options ??= new TorchReaderOptions();
        TorchStateDictionary dictionary = TorchStateDictionary.Read(path);
        IReadOnlyList<TorchModule> parsed = new TorchModuleParser(dictionary, options).Parse();
        CheckOptions(path, parsed, options);
        (IReadOnlyList<TorchModule> modules, string? note) = TorchOrder.Of(dictionary, parsed, options);
        NetworkInput input = modules[0] is TorchEmbedding embedding
            ? new NetworkInput("embedding", 0)
            {
                Embedding = new NetworkEmbedding(embedding.Table.Shape[0], embedding.Outputs, embedding.Table with { Name = "table" }),
            }
            : new NetworkInput("input", modules[0].Inputs);
        Network network = StackNetwork.Build(
            NetworkNames.ClassName(path),
            input,
            [.. modules.SelectMany(module => module.Parts(options.Activations.GetValueOrDefault(module.Name)))],
            options.EveryStep);
        bool timeFirst = !options.BatchFirst;
        return new ImportedNetwork(network)
        {
            Inputs =
            [
                input.Embedding is null ? SourceTensors.Steps("input", input.Size, timeFirst) : SourceTensors.Tokens("input", timeFirst),
                SourceTensors.Lengths("lengths"),
                .. TorchStates.Of(network, modules, "_0"),
            ],
            Outputs =
            [
                SourceTensors.Output("output", modules[^1].Outputs, options.EveryStep, timeFirst),
                .. TorchStates.Of(network, modules, "_n"),
            ],
            Notes = [.. note is null ? [] : new[] { note }, .. Notes(modules, options)],
        };
    }

    private static void CheckOptions(string path, IReadOnlyList<TorchModule> modules, TorchReaderOptions options)
    {
        string[] unknown =
        [
            .. options.Activations.Keys.Concat(options.Embeddings).Where(name => modules.All(module => module.Name != name)),
            .. options.Embeddings.Where(name => modules.Any(module => module.Name == name && module is not TorchEmbedding)),
        ];
        if (unknown.Length > 0)
        {
            string found = string.Join(", ", modules.Select(module => module.Text));
            throw new ArgumentException(
                $"{path}: the options name {string.Join(", ", unknown)}; the file has {found}.", nameof(options));
        }

        if (options.Nonlinearity is not (Activation.Tanh or Activation.Relu))
        {
            throw new ArgumentException($"nn.RNN has tanh or relu, not {options.Nonlinearity}.", nameof(options));
        }
    }

    private static IEnumerable<string> Notes(IReadOnlyList<TorchModule> modules, TorchReaderOptions options)
    {
        string[] bare =
        [
            .. modules.SkipLast(1).Where(module => module is TorchLinear && !options.Activations.ContainsKey(module.Name))
                .Select(module => module.Name),
        ];
        if (bare.Length > 0)
        {
            yield return $"No function was assumed after {string.Join(", ", bare)} (option Activations).";
        }

        if (modules.Any(module => module.Kind == "RNN"))
        {
            yield return $"nn.RNN was assumed to have {options.Nonlinearity.ToString().ToLowerInvariant()} (option Nonlinearity).";
        }

        if (modules.Any(module => module is TorchLayerNorm))
        {
            yield return FormattableString.Invariant(
                $"nn.LayerNorm was assumed to have eps {options.LayerNormEpsilon} (option LayerNormEpsilon).");
        }

        yield return options.EveryStep
            ? "The network was assumed to give a vector for every step (option EveryStep)."
            : "The network was assumed to give a vector of the last step, of two directions that of each one's end (option EveryStep).";
        yield return options.BatchFirst
            ? "Tensors of the original were assumed to be [batch, steps, features] (option BatchFirst)."
            : "Tensors of the original were assumed to be [steps, batch, features] (option BatchFirst).";
    }
}
