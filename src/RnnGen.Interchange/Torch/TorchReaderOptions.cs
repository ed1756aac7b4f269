using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>What a state dictionary of PyTorch does not say: it holds tensors, not the code that uses them.</summary>
public sealed record TorchReaderOptions
{
    /// <summary>
    /// The modules in the order in which data goes through them, by the beginnings of their tensors' names: <c>["lstm", "dense"]</c>.
    /// <see langword="null"/> for that of the file where it is JSON or numbers its modules as <c>nn.Sequential</c> does, else for the only
    /// order in which the widths fit.
    /// </summary>
    public IReadOnlyList<string>? Modules { get; init; }

    /// <summary>The function after a module, by its name; none unless given.</summary>
    public IReadOnlyDictionary<string, Activation> Activations { get; init; } = new Dictionary<string, Activation>();

    /// <summary>The <c>nonlinearity</c> of every <c>nn.RNN</c>: <see cref="Activation.Tanh"/>, or <see cref="Activation.Relu"/>.</summary>
    public Activation Nonlinearity { get; init; } = Activation.Tanh;

    /// <summary>The modules that are <c>nn.Embedding</c>; their one matrix would pass for a linear layer without bias.</summary>
    public IReadOnlyList<string> Embeddings { get; init; } = [];

    /// <summary>The <c>eps</c> of every <c>nn.LayerNorm</c>.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>
    /// Whether the network gives a vector for every step; otherwise the layers after the last recurrent one read its last step: of two
    /// directions the final state of each, <c>h_n</c> side by side.
    /// </summary>
    public bool EveryStep { get; init; } = true;

    /// <summary>
    /// Whether the original's tensors are [batch, steps, features]; otherwise they are [steps, batch, features], as PyTorch's modules have
    /// them unless told. The class itself reads either.
    /// </summary>
    public bool BatchFirst { get; init; }
}
