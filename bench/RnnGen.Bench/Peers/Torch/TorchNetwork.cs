using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>The network of PyTorch's own fused layers, time-major: its fastest for whole sequences.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly Workload _work;
    private readonly nn.Module[] _modules;

    /// <summary>Builds the network with random weights.</summary>
    /// <param name="work">The network.</param>
    public TorchNetwork(Workload work)
    {
        _work = work;
        _modules = [.. work.Shape.Layers.Select(Module)];
    }

    /// <summary>All parameters, layer by layer.</summary>
    public IEnumerable<Parameter> Parameters => _modules.SelectMany(module => module.parameters());

    /// <summary>Runs whole sequences from the zero state.</summary>
    /// <param name="inputs">[steps, batch, input].</param>
    /// <returns>[batch, outputs].</returns>
    public Tensor Forward(Tensor inputs)
    {
        Tensor features = inputs;
        foreach (nn.Module module in _modules)
        {
            features = module switch
            {
                LSTM lstm => lstm.call(features).Item1,
                GRU gru => gru.call(features).Item1,
                _ => ((Linear)module).call(features[_work.Steps - 1]),
            };
        }

        return features;
    }

    /// <summary>Takes weights.</summary>
    /// <param name="values">Parameters of this project's model.</param>
    public void Load(ReadOnlySpan<float> values) => TorchWeights.Load(_modules, _work, values);

    /// <summary>Reads something of each parameter, such as its gradient, layer by layer.</summary>
    /// <param name="read">What to read.</param>
    public IReadOnlyList<LayerWeights> Read(Func<Parameter, Tensor> read) => TorchWeights.Read(_modules, _work, read);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_modules, module => module.Dispose());

    private static nn.Module Module(LayerShape layer) => layer.Kind switch
    {
        LayerKind.Lstm => nn.LSTM(layer.Inputs, layer.Units),
        LayerKind.Gru => nn.GRU(layer.Inputs, layer.Units),
        _ => nn.Linear(layer.Inputs, layer.Units),
    };
}
