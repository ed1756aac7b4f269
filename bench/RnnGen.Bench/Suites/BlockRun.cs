using System;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Suites;

/// <summary>Steps of one sequence in blocks, beside the rows of single steps.</summary>
/// <param name="model">The model.</param>
internal sealed class BlockRun(IRnnModel model) : IStreamRun
{
    private const int Steps = 1024;

    private readonly float[] _state = new float[model.Description.StateSize];
    private readonly float[] _outputs = new float[Steps * model.Description.OutputSize];
    private float[]? _inputs;
    private int _position, _last;

    /// <inheritdoc/>
    public IRnnModel Model => model;

    /// <inheritdoc/>
    public Workload Work { get; } = new(model.Description, batchSize: 1, steps: StreamSuite.Frames);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Output => _outputs.AsSpan(_last * model.Description.OutputSize, model.Description.OutputSize);

    /// <inheritdoc/>
    public void Restart()
    {
        Array.Clear(_state);
        _position = 0;
    }

    /// <inheritdoc/>
    public void Run(int count)
    {
        int size = Work.Shape.Inputs, outputSize = model.Description.OutputSize;
        _inputs ??= Repeated(Work.Inputs);
        while (count > 0)
        {
            int steps = Math.Min(count, Steps);
            model.Step(_inputs.AsSpan(_position * size, steps * size), steps, _state, _outputs.AsSpan(0, steps * outputSize));
            _position = (_position + steps) & (StreamSuite.Frames - 1);
            _last = steps - 1;
            count -= steps;
        }
    }

    /// <summary>The frames again and again, as many as a block that begins anywhere among them may come to.</summary>
    private static float[] Repeated(float[] inputs)
    {
        float[] all = new float[inputs.Length * ((Steps / StreamSuite.Frames) + 1)];
        for (int start = 0; start < all.Length; start += inputs.Length)
        {
            inputs.CopyTo(all, start);
        }

        return all;
    }
}
