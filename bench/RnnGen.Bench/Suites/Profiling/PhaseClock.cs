using System;
using System.Collections.Generic;
using System.Diagnostics;
using RnnGen.Generated;
using RnnGen.Training;

namespace RnnGen.Bench.Suites.Profiling;

/// <summary>Takes the times of a training step's phases, and of the optimizer, which it stands in front of.</summary>
/// <param name="optimizer">The optimizer.</param>
internal sealed class PhaseClock(IOptimizer optimizer) : ITrainingObserver, IOptimizer
{
    /// <summary>In place of a phase's number, for the update.</summary>
    public const int Update = -1;

    private readonly Dictionary<int, double> _milliseconds = [];
    private int _phase;
    private long _began;

    /// <inheritdoc/>
    public float LearningRate
    {
        get => optimizer.LearningRate;
        set => optimizer.LearningRate = value;
    }

    /// <inheritdoc/>
    public void Began(int phase) => (_phase, _began) = (phase, Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public void Ended() => _milliseconds[_phase] = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;

    /// <inheritdoc/>
    void IOptimizer.Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Began(Update);
        optimizer.Update(parameters, gradients);
        Ended();
    }

    /// <summary>Milliseconds of each phase of the last step.</summary>
    public IReadOnlyDictionary<int, double> Milliseconds => _milliseconds;
}
