using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>Gives named heads the dense layers that are theirs alone; a head without any needs a loss to stand for it.</summary>
internal static class NamedHeads
{
    /// <summary>The heads with their layers, which are taken out of the others.</summary>
    public static List<NetworkHead> Of(List<NetworkLayer> layers, IReadOnlyList<NetworkHead> heads)
    {
        List<NetworkHead> all = [.. heads];
        for (int index = 0; index < all.Count; index++)
        {
            while (Own(layers, all, all[index]) is NetworkLayer dense)
            {
                layers.Remove(dense);
                all[index] = all[index] with { Reads = dense.Reads, Layers = [dense, .. all[index].Layers] };
            }
        }

        return all.All(head => head.Layers.Count > 0) ? all : [.. all.Select(head => head with { Loss = "MeanSquaredError" })];
    }

    private static NetworkLayer? Own(List<NetworkLayer> layers, List<NetworkHead> heads, NetworkHead head) =>
        head.Reads is [NetworkRead only] && layers.Find(layer => layer.Name == only.Value) is { Kind: "Dense" } dense
            && only == new NetworkRead(dense.Name, 0, dense.Size)
            && layers.SelectMany(layer => layer.Reads).Concat(heads.SelectMany(each => each.Reads))
                .Count(read => read.Value == dense.Name) == 1
            ? dense : null;
}
