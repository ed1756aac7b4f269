using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// A network in RnnGen's terms, whatever it came from: inputs, layers with their weights, and what it gives. Readers make one,
/// <see cref="NetworkSource"/> writes it as a class, <see cref="NetworkWeights"/> as the parameters of that class.
/// </summary>
public sealed record Network
{
    /// <summary>The name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>The inputs in the order of their declaration; one named <c>input</c> where they need no names.</summary>
    public required IReadOnlyList<NetworkInput> Inputs { get; init; }

    /// <summary>The layers above all heads, each after those that it reads.</summary>
    public required IReadOnlyList<NetworkLayer> Layers { get; init; }

    /// <summary>
    /// What the network gives: one head with an empty name, or named heads. Of a single head without a name the outputs are those of the
    /// last of its layers.
    /// </summary>
    public required IReadOnlyList<NetworkHead> Heads { get; init; }

    /// <summary>The fixed number of steps of a static network, or <see langword="null"/>.</summary>
    public int? Steps { get; init; }

    /// <summary>All layers, those of heads after the others.</summary>
    public IEnumerable<NetworkLayer> AllLayers => Layers.Concat(Heads.SelectMany(head => head.Layers));
}

/// <summary>An input of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Features; of tokens 0.</param>
public sealed record NetworkInput(string Name, int Size)
{
    /// <summary>Whether a row has one vector for the whole sequence.</summary>
    public bool PerSequence { get; init; }

    /// <summary>Of tokens how many there are, and what one becomes; otherwise <see langword="null"/>.</summary>
    public NetworkEmbedding? Embedding { get; init; }

    /// <summary>Columns that layers read.</summary>
    public int Columns => Embedding?.Units ?? Size;
}

/// <summary>The table of an input of tokens.</summary>
/// <param name="Vocabulary">Number of tokens.</param>
/// <param name="Units">Features of a token.</param>
/// <param name="Table">The rows of all tokens, [vocabulary, units].</param>
public sealed record NetworkEmbedding(int Vocabulary, int Units, NetworkTensor Table);

/// <summary>What a network gives under a name.</summary>
/// <param name="Name">Its name; empty of the only one.</param>
/// <param name="Reads">What its first layer reads, or what it gives where it has no layers.</param>
/// <param name="Layers">Its own pooling and dense layers.</param>
public sealed record NetworkHead(string Name, IReadOnlyList<NetworkRead> Reads, IReadOnlyList<NetworkLayer> Layers)
{
    /// <summary>Whether it gives a vector for every step, [batch, steps, size]; otherwise one a row, [batch, size].</summary>
    public bool HasSteps { get; init; }

    /// <summary>
    /// The loss as one writes it, such as <c>MeanSquaredError</c>; <see langword="null"/> of a network that is not trained.
    /// </summary>
    public string? Loss { get; init; }
}
