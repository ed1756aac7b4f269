using System;
using RnnGen.Bench.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>A batch of sequences in one call, without anything that gradients would need.</summary>
/// <param name="work">Network and batch.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class TorchPrediction(Workload work, int threads) : IPeerPrediction
{
    private readonly TorchNetwork _network = new(work);
    private readonly Tensor _inputs = tensor(work.TimeMajorInputs, work.Steps, work.BatchSize, work.Shape.Inputs);

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values) => _network.Load(values);

    /// <inheritdoc/>
    public void Prepare() => set_num_threads(threads);

    /// <inheritdoc/>
    public void Run(int count)
    {
        using IDisposable mode = inference_mode();
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            _ = _network.Forward(_inputs);
        }
    }

    /// <inheritdoc/>
    public float[] Outputs()
    {
        using IDisposable mode = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        return _network.Forward(_inputs).data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _network.Dispose();
    }
}
