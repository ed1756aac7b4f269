using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Bench.Networks;

/// <summary>Kinds of layers.</summary>
internal enum LayerKind
{
    Lstm,
    Gru,
    Dense,

    /// <summary>The simple layer; raced against no peer.</summary>
    Rnn,

    /// <summary>The table of a network that reads tokens.</summary>
    Embedding,
}

/// <summary>One layer, read from a model's parameter table.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Prefix">What its parameters' names begin with, such as <c>lstm0</c>.</param>
/// <param name="Inputs">Features of its input; of an embedding its tokens.</param>
/// <param name="Units">Features of its output.</param>
internal sealed record LayerShape(LayerKind Kind, string Prefix, int Inputs, int Units)
{
    /// <summary>Matrix products of a step that have <see cref="Units"/> columns each.</summary>
    public int Gates => Kind switch
    {
        LayerKind.Lstm => 4,
        LayerKind.Gru => 3,
        _ => 1,
    };
}

/// <summary>The layers of a model: what a peer needs to know to build the same network.</summary>
/// <param name="Layers">An embedding where there is one, recurrent layers first to last, then one dense layer.</param>
internal sealed record NetworkShape(IReadOnlyList<LayerShape> Layers)
{
    /// <summary>Features of one input step.</summary>
    public int Inputs => Layers[0].Inputs;

    /// <summary>Features of one output row.</summary>
    public int Outputs => Layers[^1].Units;

    /// <summary>The recurrent layers.</summary>
    public IEnumerable<LayerShape> Recurrent => Layers.Where(layer => layer.Kind is LayerKind.Lstm or LayerKind.Gru or LayerKind.Rnn);

    /// <summary>The dense layer.</summary>
    public LayerShape Dense => Layers[^1];

    /// <summary>Such as <c>lstm128-gru256</c>; what it reads and classifies is the same throughout a suite.</summary>
    public string Name => string.Join('-', Layers.SkipLast(1).Select(layer => $"{layer.Kind.ToString().ToLowerInvariant()}{layer.Units}"));

    /// <summary>Reads the layers of a model that ends in one dense layer.</summary>
    /// <param name="model">The model.</param>
    public static NetworkShape Of(ModelDescription model) => new(
    [
        .. model.Parameters.GroupBy(parameter => parameter.Name.Split('/')[0]).Select(group =>
        {
            LayerKind kind = Enum.Parse<LayerKind>(group.Key.TrimEnd("0123456789".ToCharArray()), ignoreCase: true);
            ParameterInfo last = group.Last(parameter => parameter.Shape.Count == 2);
            int units = last.Shape[1] / (kind == LayerKind.Lstm ? 4 : 1);
            return new LayerShape(kind, group.Key, last.Shape[0] - (kind is LayerKind.Dense or LayerKind.Embedding ? 0 : units), units);
        }),
    ]);
}
