using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Refuses networks that another framework cannot express.</summary>
internal static class WriterObstacles
{
    /// <summary>Asks for every layer, and refuses with all reasons at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="target">What cannot express it, for the message.</param>
    /// <param name="obstacles">The reasons of a layer; none where it can.</param>
    /// <exception cref="NotSupportedException">There are reasons.</exception>
    public static void Refuse(Network network, string target, Func<NetworkLayer, IEnumerable<string>> obstacles)
    {
        string[] reasons =
        [
            .. network.AllLayers.SelectMany(layer => obstacles(layer).Select(reason => $"layer '{layer.Name}' ({layer.Kind}): {reason}")),
        ];
        if (reasons.Length > 0)
        {
            throw new NotSupportedException($"{target} cannot express {network.Name}: {string.Join("; ", reasons)}.");
        }
    }
}
