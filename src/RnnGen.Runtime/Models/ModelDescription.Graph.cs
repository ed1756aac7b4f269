using System;
using System.Collections.Generic;
using System.ComponentModel;
using RnnGen.Pictures;

namespace RnnGen;

/// <content>The network as a graph: its values, and who reads them.</content>
public sealed partial record ModelDescription
{
    private readonly Lazy<IReadOnlyList<LayerInfo>>? _layers;

    /// <summary>
    /// The values of the network, each after those that it is made of: inputs, layers, then head by head its pooling, its dense layers and
    /// its outputs. Built when it is first asked for; empty of a class that an earlier package generated.
    /// </summary>
    public IReadOnlyList<LayerInfo> Layers
    {
        get => _layers?.Value ?? [];
        init => _layers = new(() => value);
    }

    /// <summary>What builds <see cref="Layers"/>; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<IReadOnlyList<LayerInfo>> LayerTable
    {
        get => () => Layers;
        init => _layers = new(value);
    }

    /// <summary>
    /// The network as a picture, an SVG document: a box for each value with name, kind, shape and parameters; arrows from what is read to
    /// who reads it, with the range of columns where that is not all of them. Equal networks give equal text. It takes the colour of the
    /// page that it stands in, and as a file of its own follows the system's light or dark colours.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Layers"/> is empty, or one of them reads what does not stand above it.
    /// </exception>
    public string ToSvg() => NetworkPicture.Draw(this);

    /// <summary>
    /// The network as a table, in the manner of Keras' <c>model.summary()</c>: a line for each value with name, kind, shape of its output,
    /// number of parameters and what it reads, with the range of columns where that is not all of them; options below it; and what the
    /// network needs in all. Numbers are written the same in every culture, lines end with <c>\n</c>, the last without.
    /// </summary>
    /// <exception cref="InvalidOperationException">One of <see cref="Layers"/> reads what does not stand above it.</exception>
    public string Summary() => ModelSummary.Of(this);
}
