using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>The pooling and the dense layers at the end of a network or of a head.</summary>
internal static class NetworkEndings
{
    /// <summary>What a head gives.</summary>
    public static IReadOnlyList<NetworkRead> OutputOf(Network network, NetworkHead head) =>
        (head.Layers is [.., NetworkLayer last] ? last : head.Reads.Count == 0 ? network.Layers[^1] : null) is NetworkLayer layer
            ? [new NetworkRead(layer.Name, 0, layer.Size)]
            : head.Reads;

    /// <summary>
    /// The first of the layers at the end of a head, which makes one vector of the steps of all that it reads; null of a head without.
    /// </summary>
    public static NetworkLayer? ReaderOf(Network network, NetworkHead head)
    {
        IReadOnlyList<NetworkLayer> layers = head.Layers.Count > 0 || network.Heads.Count > 1 ? head.Layers : network.Layers;
        return layers.Reverse().TakeWhile(layer => layer.Kind is "Dense" or "Pooling").LastOrDefault();
    }
}
