using System;

namespace RnnGen;

/// <summary>
/// Makes it an error of the build when a model needs more memory than this: parameters, their packed copies, gradients and activations
/// for a batch. Optimizers, the batch itself, the outputs and what each thread needs for itself are not counted; docs/costs.md has the
/// sums.
/// </summary>
/// <param name="most">
/// The most that it may need, such as <c>64MB</c>: a number and <c>KB</c> (1024 bytes), <c>MB</c> (1024 KB) or <c>GB</c> (1024 MB).
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MemoryBudgetAttribute(string most) : Attribute
{
    /// <summary>The most that the model may need.</summary>
    public string Most { get; } = most;

    /// <summary>Rows of the batch, at least 1; 1 unless set.</summary>
    public int BatchSize { get; set; } = 1;

    /// <summary>Time steps of the batch: needed of a dynamic class; a static one has its own.</summary>
    public int Steps { get; set; }

    /// <summary>
    /// Whether a trainer is counted, or else a prediction; what the class is generated for unless set
    /// (<see cref="RnnModelAttribute.Training"/>).
    /// </summary>
    public bool Training { get; set; }
}
