using System;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>A batch of sequences in one call, with input and output bound once.</summary>
/// <param name="work">Network and batch.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class OnnxPrediction(Workload work, int threads) : IPeerPrediction
{
    private readonly float[] _outputs = new float[work.BatchSize * work.Shape.Outputs];
    private readonly RunOptions _options = new();
    private InferenceSession? _session;
    private OrtIoBinding? _binding;
    private OrtValue? _input, _output;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values)
    {
        Release();
        _session = OnnxPeer.Session(OnnxNetwork.Sequence(work, values), threads);
        _input = OnnxPeer.Tensor(work.TimeMajorInputs, work.Steps, work.BatchSize, work.Shape.Inputs);
        _output = OnnxPeer.Tensor(_outputs, work.BatchSize, work.Shape.Outputs);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxNetwork.Input, _input);
        _binding.BindOutput(OnnxNetwork.Output, _output);
    }

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _session!.RunWithBinding(_options, _binding!);
        }
    }

    /// <inheritdoc/>
    public float[] Outputs()
    {
        Run(1);
        return _outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _options.Dispose();
    }

    private void Release()
    {
        _binding?.Dispose();
        _input?.Dispose();
        _output?.Dispose();
        _session?.Dispose();
    }
}
