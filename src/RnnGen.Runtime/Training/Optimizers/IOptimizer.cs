using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>Turns gradients into an update of the parameters.</summary>
public interface IOptimizer
{
    /// <summary>The step size; a schedule sets it between updates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    float LearningRate { get; set; }

    /// <summary>Updates the parameters in place.</summary>
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <param name="gradients">Gradients in the same layout.</param>
    /// <exception cref="ArgumentException">The lengths differ, or differ from those of the first call; nothing has changed.</exception>
    void Update(Span<float> parameters, ReadOnlySpan<float> gradients);
}

/// <summary>An optimizer whose whole state can be saved and restored, so that training goes on to the bit.</summary>
public interface IStatefulOptimizer : IOptimizer
{
    /// <summary>The state after the last update; the slots are views, valid until the next update.</summary>
    OptimizerState State { get; }

    /// <summary>
    /// Everything that keeps a state from being restored, each a phrase with what was found and expected; empty when it fits.
    /// </summary>
    IReadOnlyList<string> Misfits(OptimizerState state);

    /// <summary>Takes over a state, the learning rate included; its slots are copied.</summary>
    /// <exception cref="ArgumentException">
    /// The state does not fit; all <see cref="Misfits"/> are listed and nothing has changed.
    /// </exception>
    void Restore(OptimizerState state);
}
