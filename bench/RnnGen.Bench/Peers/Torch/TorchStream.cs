using System;
using System.Linq;
using RnnGen.Bench.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>
/// One step in a call, through PyTorch's cells: a fifth of the time of a sequence of one step. The frames are tensors made beforehand, so
/// that no call pays for making one.
/// </summary>
internal sealed class TorchStream : IPeerStream
{
    private readonly Workload _work;
    private readonly int _threads;
    private readonly nn.Module[] _modules;
    private readonly Tensor[] _frames;

    /// <summary>States layer after layer, of an LSTM h, then c.</summary>
    private Tensor[] _states = [];
    private int _frame;

    /// <summary>Builds the network with random weights.</summary>
    /// <param name="work">Network and sequence.</param>
    /// <param name="threads">Threads to use.</param>
    public TorchStream(Workload work, int threads)
    {
        (_work, _threads) = (work, threads);
        _modules = [.. work.Shape.Layers.Select(Module)];
        _frames = [.. work.Inputs.Chunk(work.Shape.Inputs).Select(frame => tensor(frame, 1, work.Shape.Inputs))];
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values)
    {
        TorchWeights.Load(_modules, _work, values);
        Reset();
    }

    /// <inheritdoc/>
    public void Prepare() => set_num_threads(_threads);

    /// <inheritdoc/>
    public void Run(int count)
    {
        using IDisposable mode = inference_mode();
        for (int i = 0; i < count; i++)
        {
            Step(_frames[_frame]).Dispose();
            _frame = (_frame + 1) % _frames.Length;
        }
    }

    /// <inheritdoc/>
    public float[] Outputs()
    {
        Reset();
        using IDisposable mode = inference_mode();
        return
        [
            .. _frames.SelectMany(frame =>
            {
                using Tensor output = Step(frame);
                return output.data<float>().ToArray();
            }),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_states, state => state.Dispose());
        Array.ForEach(_frames, frame => frame.Dispose());
        Array.ForEach(_modules, module => module.Dispose());
    }

    private Tensor Step(Tensor frame)
    {
        Tensor features = frame;
        int state = 0;
        foreach (nn.Module module in _modules)
        {
            switch (module)
            {
                case LSTMCell lstm:
                    (Tensor h, Tensor c) = lstm.call(features, (_states[state], _states[state + 1]));
                    Replace(ref _states[state++], h);
                    Replace(ref _states[state++], c);
                    features = h;
                    break;
                case GRUCell gru:
                    features = gru.call(features, _states[state]);
                    Replace(ref _states[state++], features);
                    break;
                default:
                    features = ((Linear)module).call(features);
                    break;
            }
        }

        return features;
    }

    private void Reset()
    {
        Array.ForEach(_states, state => state.Dispose());
        _states =
        [
            .. _work.Shape.Recurrent.SelectMany(layer => Enumerable.Range(0, layer.Kind == LayerKind.Lstm ? 2 : 1)
                .Select(_ => zeros(1, layer.Units))),
        ];
        _frame = 0;
    }

    private static nn.Module Module(LayerShape layer) => layer.Kind switch
    {
        LayerKind.Lstm => nn.LSTMCell(layer.Inputs, layer.Units),
        LayerKind.Gru => nn.GRUCell(layer.Inputs, layer.Units),
        _ => nn.Linear(layer.Inputs, layer.Units),
    };

    private static void Replace(ref Tensor tensor, Tensor next)
    {
        tensor.Dispose();
        tensor = next;
    }
}
