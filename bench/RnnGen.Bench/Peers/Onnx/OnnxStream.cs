using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>
/// One step of all rows in a call. Two bindings take turns: what one writes as the states after its step, the other reads as the states
/// before, so that no state is copied.
/// </summary>
/// <param name="work">Network and sequence.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class OnnxStream(Workload work, int threads) : IPeerStream
{
    private readonly float[] _frame = new float[work.BatchSize * work.Shape.Inputs];
    private readonly float[] _output = new float[work.BatchSize * work.Shape.Outputs];
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly List<float[]> _states = [];
    private readonly List<IDisposable> _owned = [];
    private readonly RunOptions _options = new();
    private InferenceSession? _session;
    private int _step;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values)
    {
        Release();
        _session = Own(OnnxPeer.Session(OnnxNetwork.Step(work, values), threads));
        OrtValue frame = Own(OnnxPeer.Tensor(_frame, 1, work.BatchSize, work.Shape.Inputs));
        OrtValue output = Own(OnnxPeer.Tensor(_output, work.BatchSize, work.Shape.Outputs));
        (OnnxState State, OrtValue[] Turns)[] states =
            [.. OnnxNetwork.States(work.Shape).Select(state => (state, new[] { State(state.Units), State(state.Units) }))];
        for (int turn = 0; turn < 2; turn++)
        {
            OrtIoBinding binding = Own(_session.CreateIoBinding());
            binding.BindInput(OnnxNetwork.Input, frame);
            binding.BindOutput(OnnxNetwork.Output, output);
            foreach ((OnnxState state, OrtValue[] turns) in states)
            {
                binding.BindInput(state.Before, turns[turn]);
                binding.BindOutput(state.After, turns[1 - turn]);
            }

            _bindings[turn] = binding;
        }
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
            Step();
        }
    }

    /// <inheritdoc/>
    public float[] Outputs()
    {
        _step = 0;
        _states.ForEach(state => state.AsSpan().Clear());
        float[] outputs = new float[work.Steps * _output.Length];
        for (int step = 0; step < work.Steps; step++)
        {
            Step();
            _output.CopyTo(outputs, step * _output.Length);
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _options.Dispose();
    }

    private void Step()
    {
        work.TimeMajorInputs.AsSpan(_step % work.Steps * _frame.Length, _frame.Length).CopyTo(_frame);
        _session!.RunWithBinding(_options, _bindings[_step & 1]);
        _step++;
    }

    private OrtValue State(int units)
    {
        float[] values = new float[work.BatchSize * units];
        _states.Add(values);
        return Own(OnnxPeer.Tensor(values, 1, work.BatchSize, units));
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }

    private void Release()
    {
        // The last made goes first: bindings before the session.
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
        _states.Clear();
    }
}
