using System;

namespace RnnGen.Training;

/// <summary>Turns gradients into an update of the parameters.</summary>
public interface IOptimizer
{
    /// <summary>Updates the parameters in place.</summary>
    /// <param name="parameters">The flat parameter buffer.</param>
    /// <param name="gradients">Gradients in the same layout.</param>
    /// <exception cref="ArgumentException">The lengths differ, or differ from those of the first call; nothing has changed.</exception>
    void Update(Span<float> parameters, ReadOnlySpan<float> gradients);
}
