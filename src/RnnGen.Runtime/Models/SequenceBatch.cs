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
/// The inputs, [batch, steps, features], or [steps, batch, features] with <see cref="SequenceLayout.TimeMajor"/>.
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

    /// <summary>Layout of <see cref="Values"/> and of outputs and gradients that have a step axis.</summary>
    public SequenceLayout Layout { get; init; }

    /// <summary>The tokens of a <see cref="TokenBatch"/>, which has no values; empty otherwise.</summary>
    public ReadOnlySpan<int> Tokens { get; internal init; }
}
