using System;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Keeps gradients within a limit, between the backward pass and the update. Used by one thread at a time; allocates nothing after the
/// first call, and gives the same bits at every vector width.
/// </summary>
public abstract class GradientClipping
{
    private float[] _clipped = [];

    private protected GradientClipping()
    {
    }

    /// <summary>The gradients within the limit.</summary>
    /// <param name="gradients">Gradients of all parameters, such as <see cref="IRnnTrainer.Gradients"/>.</param>
    /// <returns>The same span where nothing is to be done; otherwise a buffer of this object, valid until the next call.</returns>
    public ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients) => Apply(gradients, SimdSupport.VectorBits);

    /// <summary><see cref="Apply(ReadOnlySpan{float})"/> at one width.</summary>
    internal abstract ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients, int vectorBits);

    /// <summary>
    /// <see cref="Apply(ReadOnlySpan{float}, int)"/> of gradients whose Euclidean norm is known: they are not read for it again.
    /// </summary>
    internal virtual ReadOnlySpan<float> Apply(ReadOnlySpan<float> gradients, double euclideanNorm, int vectorBits) =>
        Apply(gradients, vectorBits);

    /// <summary>Runs a rule from gradients to the buffer.</summary>
    private protected ReadOnlySpan<float> Map<TRule>(TRule rule, ReadOnlySpan<float> gradients, int vectorBits)
        where TRule : struct, IUpdateRule
    {
        if (_clipped.Length < gradients.Length)
        {
            _clipped = new float[gradients.Length];
        }

        Span<float> clipped = _clipped.AsSpan(0, gradients.Length);
        new ElementwiseUpdate(clipped, gradients, [], vectorBits).Run(rule);
        return clipped;
    }
}
