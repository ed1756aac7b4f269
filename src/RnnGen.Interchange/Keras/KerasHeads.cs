using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The heads of a model with several outputs.</summary>
internal static class KerasHeads
{
    /// <summary>
    /// A head for each output. A dense layer that nobody else reads moves into its head. A head that has no layer then needs a loss to be
    /// one, and with it all do; losses change nothing in prediction.
    /// </summary>
    /// <param name="layers">The layers, from which those of heads are taken.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="plain">Makes a head that gives a value as it is.</param>
    /// <param name="unique">Makes a name of its own.</param>
    public static IReadOnlyList<NetworkHead> Of(
        List<NetworkLayer> layers,
        IReadOnlyList<(string Name, KerasValue Value)> outputs,
        Func<string, KerasValue, NetworkHead> plain,
        Func<string, string> unique)
    {
        List<NetworkHead> heads = [];
        foreach ((string name, KerasValue value) in outputs)
        {
            NetworkLayer? dense = layers.FirstOrDefault(layer =>
                layer.Kind == "Dense" && value.Reads is [NetworkRead read] && read.Value == layer.Name);
            bool staysBelow = dense is null || layers.Any(layer => layer.Reads.Any(read => read.Value == dense.Name))
                || outputs.Count(output => output.Value.Reads.Any(read => read.Value == dense.Name)) > 1;
            if (staysBelow)
            {
                heads.Add(plain(unique(name), value));
                continue;
            }

            layers.Remove(dense!);
            NetworkLayer own = dense! with { Name = unique($"{dense.Name}_dense") };
            heads.Add(new NetworkHead(dense.Name, dense.Reads, [own]) { HasSteps = value.HasSteps });
        }

        return heads.All(head => head.Layers.Count > 0) ? heads
            : [.. heads.Zip(outputs, (head, output) => head with { Loss = Loss(output.Value) })];

        static string Loss(KerasValue value) => value.IsSoftmax ? "SoftmaxCrossEntropy" : "MeanSquaredError";
    }
}
