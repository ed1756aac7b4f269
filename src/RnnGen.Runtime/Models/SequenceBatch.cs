using System;

namespace RnnGen;

/// <summary>How the first two axes of inputs and of per-step outputs are laid out.</summary>
public enum SequenceLayout
{
    /// <summary>[batch, steps, features]: TensorFlow's and Keras' default.</summary>
    BatchMajor,

    /// <summary>[steps, batch, features]: TensorFlow's <c>time_major</c>, PyTorch's and ONNX' default.</summary>
    TimeMajor,
}

/// <summary>A batch of input sequences: a view of the caller's memory, nothing is copied.</summary>
/// <param name="values">
/// The inputs, [batch, steps, features], or [steps, batch, features] with <see cref="SequenceLayout.TimeMajor"/>; several inputs of every
/// step are joined by columns, in the order of <see cref="ModelDescription.Inputs"/>. Empty of a model that reads none.
/// </param>
/// <param name="batchSize">Number of rows (sequences).</param>
/// <param name="steps">Number of time steps in the buffer; a static network takes exactly its own number.</param>
public readonly ref struct SequenceBatch(ReadOnlySpan<float> values, int batchSize, int steps)
{
    /// <summary>The inputs in the order that <see cref="Layout"/> says.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Number of rows (sequences).</summary>
    public int BatchSize { get; } = batchSize;

    /// <summary>Number of time steps in the buffer.</summary>
    public int Steps { get; } = steps;

    /// <summary>
    /// Number of valid steps of each row, [batch], each 0 to <see cref="Steps"/>; empty when all rows are full. Past a row's length
    /// outputs are zero and states are copied through (TensorFlow's <c>sequence_length</c>); what the padding holds, even NaN,
    /// has no effect.
    /// </summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>
    /// Layout of <see cref="Values"/>, of <see cref="Tokens"/> and of outputs and gradients that have a step axis.
    /// </summary>
    public SequenceLayout Layout { get; init; }

    /// <summary>
    /// Inputs that all steps of a row see, [batch, <see cref="ModelDescription.SequenceInputSize"/>] in any layout; several are joined by
    /// columns, in the order of <see cref="ModelDescription.Inputs"/>. Empty of a model without such an input.
    /// </summary>
    public ReadOnlySpan<float> SequenceInputs { get; init; }

    /// <summary>
    /// The tokens, [batch, steps], or [steps, batch] with <see cref="SequenceLayout.TimeMajor"/>, each 0 to vocabulary - 1; empty of a
    /// model that reads floats alone. A <see cref="TokenBatch"/> begins with them.
    /// </summary>
    public ReadOnlySpan<int> Tokens { get; init; }
}
