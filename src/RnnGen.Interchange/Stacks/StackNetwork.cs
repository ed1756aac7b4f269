using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Puts layers that read one another in order together as a network.</summary>
internal static class StackNetwork
{
    /// <summary>The network of one input and one output.</summary>
    /// <param name="name">The class.</param>
    /// <param name="input">The input.</param>
    /// <param name="parts">The layers, each as wide as the next one reads.</param>
    /// <param name="everyStep">Whether it gives a vector for every step, or that of the last one.</param>
    /// <param name="skip">Whether the input's first column is added to what the layers give, at every step.</param>
    public static Network Build(string name, NetworkInput input, IReadOnlyList<StackPart> parts, bool everyStep, bool skip = false)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { input.Name };
        List<NetworkLayer> layers = [];
        NetworkRead last = new(input.Name, 0, input.Columns);
        int recurrent = parts.ToList().FindLastIndex(part => part.IsRecurrent);
        bool hasSteps = true;
        for (int index = 0; index < parts.Count; index++)
        {
            StackPart part = parts[index];
            if (hasSteps && index > recurrent && !everyStep)
            {
                hasSteps = false;
                if (!part.IsDense)
                {
                    Add(NetworkLayers.Pooling(Unique("last"), [last], Pooling.Last));
                }
            }

            Add(part.Make(Unique(part.Name), [last], hasSteps));
        }

        if (skip)
        {
            Add(NetworkLayers.Merge(Unique("skip"), "Sum", [last, new NetworkRead(input.Name, 0, 1)], hasSteps: true));
        }

        bool ofLastStep = hasSteps && !everyStep;
        return new Network
        {
            Name = name,
            Inputs = [input],
            Layers = layers,
            Heads =
            [
                new NetworkHead("", [last], ofLastStep ? [NetworkLayers.Pooling(Unique("last"), [last], Pooling.Last)] : [])
                {
                    HasSteps = everyStep,
                },
            ],
        };

        void Add(NetworkLayer layer)
        {
            layers.Add(layer);
            last = new NetworkRead(layer.Name, 0, layer.Size);
        }

        string Unique(string original) => NetworkNames.Unique(NetworkNames.Identifier(original, "layer"), taken);
    }
}
