using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>
/// A file of a network of one step, which takes and gives its state: its first input and output are the values, the second ones the
/// states. As in <see cref="OnnxStream"/> two bindings take turns and no state is copied.
/// </summary>
internal sealed class OnnxFileStream : IPeerRun
{
    private readonly float[] _frames, _frame, _output;
    private readonly float[][] _states;
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly List<IDisposable> _owned = [];
    private readonly RunOptions _options = new();
    private readonly InferenceSession _session;
    private int _step;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">The frames, one after the other; read round and round.</param>
    public OnnxFileStream(string path, float[] frames)
    {
        _frames = frames;
        _session = Own(OnnxPeer.Session(File.ReadAllBytes(path), threads: 1));
        string[] inputs = [.. _session.InputNames], outputs = [.. _session.OutputNames];
        long[] shape = Shape(inputs[0]), state = Shape(inputs[1]);
        _frame = new float[shape.Aggregate((a, b) => a * b)];
        _output = new float[_session.OutputMetadata[outputs[0]].Dimensions.Aggregate((a, b) => a * b)];
        long size = state.Aggregate((a, b) => a * b);
        _states = [new float[size], new float[size]];
        OrtValue frame = Own(OnnxPeer.Tensor(_frame, shape));
        OrtValue output = Own(OnnxPeer.Tensor(_output, [.. _session.OutputMetadata[outputs[0]].Dimensions.Select(extent => (long)extent)]));
        OrtValue[] turns = [Own(OnnxPeer.Tensor(_states[0], state)), Own(OnnxPeer.Tensor(_states[1], state))];
        for (int turn = 0; turn < 2; turn++)
        {
            OrtIoBinding binding = Own(_session.CreateIoBinding());
            binding.BindInput(inputs[0], frame);
            binding.BindInput(inputs[1], turns[turn]);
            binding.BindOutput(outputs[0], output);
            binding.BindOutput(outputs[1], turns[1 - turn]);
            _bindings[turn] = binding;
        }
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> values) => throw new NotSupportedException("The weights are those of the file.");

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _frames.AsSpan(_step * _frame.Length % _frames.Length, _frame.Length).CopyTo(_frame);
            _session.RunWithBinding(_options, _bindings[_step & 1]);
            _step = (_step + 1) % (2 * (_frames.Length / _frame.Length));
        }
    }

    /// <summary>The outputs of all frames from the zero state.</summary>
    public float[] Outputs()
    {
        (_step, int frames) = (0, _frames.Length / _frame.Length);
        Array.ForEach(_states, Array.Clear);
        float[] outputs = new float[frames * _output.Length];
        for (int frame = 0; frame < frames; frame++)
        {
            Run(1);
            _output.CopyTo(outputs, frame * _output.Length);
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The last made goes first: bindings before the session.
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _options.Dispose();
    }

    private long[] Shape(string input) => [.. _session.InputMetadata[input].Dimensions.Select(extent => (long)extent)];

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
