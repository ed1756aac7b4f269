using System;
using System.Linq;
using RnnGen.Bench.Networks;
using RnnGen.Data;
using RnnGen.Sample.Chars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>A character network of PyTorch's fused layers, time-major, learning a text window by window.</summary>
internal sealed class TorchReader : IPeerReader
{
    private readonly EndlessSource _source;
    private readonly TrainingBatch _batch = new();
    private readonly int _threads, _layers, _units;
    private readonly Embedding _embedding;
    private readonly LSTM _lstm;
    private readonly Linear _dense;
    private readonly Parameter[] _parameters;
    private readonly NetworkShape _shape;
    private readonly ModelDescription _model;
    private Adam? _adam;
    private Tensor? _h, _c;

    /// <summary>Builds the network with random weights.</summary>
    /// <param name="text">Network and text.</param>
    /// <param name="threads">Threads to use.</param>
    public TorchReader(TextWork text, int threads)
    {
        _source = new EndlessSource(text.Source) { Batches = int.MaxValue };
        _threads = threads;
        _model = TextWork.Network().Parameters.Description;
        _shape = NetworkShape.Of(_model);
        LayerShape[] lstms = [.. _shape.Recurrent];
        (_layers, _units) = (lstms.Length, lstms[0].Units);
        _embedding = nn.Embedding(CharacterNetwork.Characters, lstms[0].Inputs);
        _lstm = nn.LSTM(lstms[0].Inputs, _units, numLayers: _layers);
        _dense = nn.Linear(_units, CharacterNetwork.Characters);

        // A second bias beside the first would learn the same once more: without it both sides are one network.
        (string Name, Parameter Parameter)[] named = [.. _lstm.named_parameters()];
        Array.ForEach(named, one => one.Parameter.requires_grad = !IsSecondBias(one.Name));
        _parameters =
        [
            .. _embedding.parameters(),
            .. named.Where(one => !IsSecondBias(one.Name)).Select(one => one.Parameter),
            .. _dense.parameters(),
        ];
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            int recurrent = 0;
            foreach (LayerShape layer in _shape.Layers)
            {
                LayerWeights weights = LayerWeights.OfParameters(values, _model, layer, GateOrder.Torch);
                switch (layer.Kind)
                {
                    case LayerKind.Embedding:
                        Copy(_embedding, "weight", weights.Input);
                        break;
                    case LayerKind.Lstm:
                        Copy(_lstm, $"weight_ih_l{recurrent}", weights.Input);
                        Copy(_lstm, $"weight_hh_l{recurrent}", weights.Recurrent);
                        Copy(_lstm, $"bias_ih_l{recurrent}", weights.Bias);
                        Copy(_lstm, $"bias_hh_l{recurrent++}", new float[weights.Bias.Length]);
                        break;
                    default:
                        Copy(_dense, "weight", weights.Input);
                        Copy(_dense, "bias", weights.Bias);
                        break;
                }
            }
        }

        _adam?.Dispose();
        _adam = optim.Adam(_parameters, TextWork.LearningRate);
    }

    /// <inheritdoc/>
    public void Prepare() => set_num_threads(_threads);

    /// <inheritdoc/>
    public void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Train();
        }
    }

    /// <inheritdoc/>
    public float Step()
    {
        using DisposeScope scope = NewDisposeScope();
        return Train().item<float>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _h?.Dispose();
        _c?.Dispose();
        _adam?.Dispose();
        _embedding.Dispose();
        _lstm.Dispose();
        _dense.Dispose();
    }

    private Tensor Train()
    {
        _source.Read(_batch);
        Tensor tokens = TimeMajor(_batch.Tokens), labels = TimeMajor(_batch.Labels);
        _adam!.zero_grad();
        (Tensor, Tensor) initial = _h is { } h && _c is { } c && _batch.Continues
            ? (h, c)
            : (zeros(_layers, TextWork.BatchSize, _units), zeros(_layers, TextWork.BatchSize, _units));
        (Tensor features, Tensor lastH, Tensor lastC) = _lstm.call(_embedding.call(tokens), initial);
        Tensor loss = nn.functional.cross_entropy(_dense.call(features).view(-1, CharacterNetwork.Characters), labels.view(-1));
        loss.backward();
        nn.utils.clip_grad_norm_(_parameters, TextWork.Clipping);
        _adam.step();
        Keep(ref _h, lastH);
        Keep(ref _c, lastC);
        return loss;
    }

    private static bool IsSecondBias(string name) => name.StartsWith("bias_hh", StringComparison.Ordinal);

    private static void Keep(ref Tensor? state, Tensor next)
    {
        state?.Dispose();
        state = next.detach().MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    private static Tensor TimeMajor(ReadOnlySpan<int> values)
    {
        long[] wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[((i % CharacterNetwork.Window) * TextWork.BatchSize) + (i / CharacterNetwork.Window)] = values[i];
        }

        return tensor(wide, CharacterNetwork.Window, TextWork.BatchSize);
    }

    private static void Copy(nn.Module module, string name, float[] values)
    {
        Parameter target = module.named_parameters().Single(named => named.name == name).parameter;
        target.copy_(tensor(values, target.shape));
    }
}
