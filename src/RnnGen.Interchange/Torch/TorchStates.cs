using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The states of PyTorch's recurrent modules: <c>h</c> and <c>c</c>, each [layers·directions, batch, units].</summary>
internal static class TorchStates
{
    /// <summary>A tensor for each module and state.</summary>
    /// <param name="network">The network, whose recurrent layers stand in the order of the modules.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="suffix"><c>_0</c> before the first step, <c>_n</c> after the last.</param>
    public static IEnumerable<SourceTensor> Of(Network network, IReadOnlyList<TorchModule> modules, string suffix)
    {
        Queue<NetworkLayer> layers = new(network.Layers.Where(layer => layer.IsRecurrent));
        foreach (TorchRecurrent module in modules.OfType<TorchRecurrent>())
        {
            NetworkLayer[] own = [.. module.Layers.Select(_ => layers.Dequeue())];
            string prefix = modules.Count == 1 ? "" : module.Name + ".";
            foreach (string state in new[] { "h", "c" }.Where(state => own[0].States.Any(each => Is(each, state))))
            {
                (NetworkLayer Layer, NetworkState State)[] all =
                    [.. own.SelectMany(layer => layer.States.Where(each => Is(each, state)).Select(each => (layer, each)))];
                int units = all[0].State.Units;
                yield return new SourceTensor(
                    prefix + state + suffix,
                    SourceRole.States,
                    [SourceAxis.Columns, SourceAxis.Batch, SourceAxis.Columns],
                    [all.Length, 0, units],
                    [
                        .. all.SelectMany(each => Enumerable.Range(
                            NetworkNames.StateOffset(network, each.Layer.Name, each.State.Name), units)),
                    ]);
            }
        }
    }

    // Of two directions the states are fw/h and bw/h.
    private static bool Is(NetworkState state, string name) =>
        state.Name == name || state.Name.EndsWith($"/{name}", StringComparison.Ordinal);
}
