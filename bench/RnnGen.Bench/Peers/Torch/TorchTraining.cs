using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>Training steps: forward, cross entropy, backward, TorchSharp's Adam.</summary>
/// <param name="work">Network and batch.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class TorchTraining(Workload work, int threads) : IPeerTraining
{
    private readonly TorchNetwork _network = new(work);
    private readonly Tensor _inputs = tensor(work.TimeMajorInputs, work.Steps, work.BatchSize, work.Shape.Inputs);
    private readonly Tensor _labels = tensor([.. work.Labels.Select(label => (long)label)]);
    private Adam? _adam;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values)
    {
        _network.Load(values);
        _adam?.Dispose();
        _adam = optim.Adam(_network.Parameters, TrainingRate.Value);
    }

    /// <inheritdoc/>
    public void Prepare() => set_num_threads(threads);

    /// <inheritdoc/>
    public void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Train(_adam!);
        }
    }

    /// <inheritdoc/>
    public PeerStep Step(float rate, float epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        using Adam adam = optim.Adam(_network.Parameters, rate, eps: epsilon);
        float loss = Train(adam).item<float>();
        IReadOnlyList<LayerWeights> gradients = _network.Read(parameter => parameter.grad!);
        return new PeerStep(loss, GateOrder.Torch, gradients, _network.Read(parameter => parameter));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adam?.Dispose();
        _inputs.Dispose();
        _labels.Dispose();
        _network.Dispose();
    }

    private Tensor Train(Adam adam)
    {
        adam.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_network.Forward(_inputs), _labels);
        loss.backward();
        adam.step();
        return loss;
    }
}
