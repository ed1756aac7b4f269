using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>Weights of PyTorch's modules, which are named alike in layers (<c>weight_ih_l0</c>), cells and linear layers.</summary>
internal static class TorchWeights
{
    /// <summary>Writes the weights of all layers.</summary>
    /// <param name="modules">One module a layer.</param>
    /// <param name="work">The network.</param>
    /// <param name="values">Parameters of this project's model.</param>
    public static void Load(IReadOnlyList<nn.Module> modules, Workload work, ReadOnlySpan<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            for (int i = 0; i < modules.Count; i++)
            {
                LayerShape layer = work.Shape.Layers[i];
                LayerWeights weights = LayerWeights.OfParameters(values, work.Model, layer, GateOrder.Torch);
                if (layer.Kind == LayerKind.Dense)
                {
                    Copy(modules[i], "weight", weights.Input);
                    Copy(modules[i], "bias", weights.Bias);
                }
                else
                {
                    // Two biases, one for each matrix; their sum counts, since in the gates nothing stands between.
                    Copy(modules[i], "weight_ih", weights.Input);
                    Copy(modules[i], "weight_hh", weights.Recurrent);
                    Copy(modules[i], "bias_ih", weights.Bias);
                    Copy(modules[i], "bias_hh", new float[weights.Bias.Length]);
                }
            }
        }
    }

    /// <summary>Reads something of each parameter, such as its gradient, layer by layer.</summary>
    /// <param name="modules">One module a layer.</param>
    /// <param name="work">The network.</param>
    /// <param name="read">What to read.</param>
    public static IReadOnlyList<LayerWeights> Read(IReadOnlyList<nn.Module> modules, Workload work, Func<Parameter, Tensor> read)
    {
        float[] Values(nn.Module module, string name)
        {
            using Tensor values = read(Named(module, name)).detach().contiguous();
            return values.data<float>().ToArray();
        }

        return
        [
            .. work.Shape.Layers.Zip(modules, (layer, module) => layer.Kind == LayerKind.Dense
                ? new LayerWeights(Values(module, "weight"), [], Values(module, "bias"))
                : new LayerWeights(Values(module, "weight_ih"), Values(module, "weight_hh"), Values(module, "bias_ih"))),
        ];
    }

    private static void Copy(nn.Module module, string name, float[] values)
    {
        Parameter target = Named(module, name);
        target.copy_(tensor(values, target.shape));
    }

    private static Parameter Named(nn.Module module, string name) =>
        module.named_parameters().Single(named => named.name.StartsWith(name, StringComparison.Ordinal)).parameter;
}
