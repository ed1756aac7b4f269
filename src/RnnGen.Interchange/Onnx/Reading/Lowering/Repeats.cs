using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>
/// Gives vectors to every step where a layer needs steps. In the graph that is an Expand, or an operand that spreads by itself: both only
/// move numbers, so that of them nothing is left but who reads what.
/// </summary>
/// <param name="layers">The layers so far.</param>
/// <param name="names">The names that are taken.</param>
/// <param name="vectors">The inputs that have one vector for a row.</param>
internal sealed class Repeats(List<NetworkLayer> layers, HashSet<string> names, IReadOnlyList<NetworkRead> vectors)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Values as a layer reads them that needs steps.</summary>
    /// <param name="reads">The values.</param>
    /// <param name="ofInputs">Whether inputs have to be repeated too, which all layers but pooling do by themselves.</param>
    public IReadOnlyList<NetworkRead> Of(IReadOnlyList<NetworkRead> reads, bool ofInputs = false) =>
        [.. reads.Select(read => Of(read, ofInputs))];

    /// <summary>A value as a layer reads it that needs steps.</summary>
    public NetworkRead Of(NetworkRead read, bool ofInputs = false)
    {
        NetworkLayer? layer = layers.Find(each => each.Name == read.Value);
        NetworkRead? input = ofInputs ? vectors.FirstOrDefault(each => each.Value == read.Value) : null;
        if (layer?.HasSteps ?? input is null)
        {
            return read;
        }

        if (!_known.TryGetValue(read.Value, out string? repeat))
        {
            // The whole value once, whichever of its columns are read: others may read the rest.
            repeat = NetworkNames.Unique("repeat", names);
            layers.Add(NetworkLayers.Repeat(repeat, [input ?? new NetworkRead(read.Value, 0, layer!.Size)]));
            _known.Add(read.Value, repeat);
        }

        return read with { Value = repeat };
    }
}
