using System;

namespace RnnGen;

/// <summary>A batch of sequences of tokens, for a model whose first layer is an embedding: a view of the caller's memory.</summary>
/// <param name="tokens">
/// The tokens, [batch, steps], or [steps, batch] with <see cref="SequenceLayout.TimeMajor"/>; each 0 to vocabulary - 1.
/// </param>
/// <param name="batchSize">Number of rows (sequences).</param>
/// <param name="steps">Number of time steps in the buffer; a static network takes exactly its own number.</param>
public readonly ref struct TokenBatch(ReadOnlySpan<int> tokens, int batchSize, int steps)
{
    /// <summary>The tokens in the order that <see cref="Layout"/> says.</summary>
    public ReadOnlySpan<int> Tokens { get; } = tokens;

    /// <summary>Number of rows (sequences).</summary>
    public int BatchSize { get; } = batchSize;

    /// <summary>Number of time steps in the buffer.</summary>
    public int Steps { get; } = steps;

    /// <summary>
    /// Number of valid steps of each row, [batch], each 0 to <see cref="Steps"/>; empty when all rows are full. What stands past a row's
    /// length has no effect and may be any number. See <see cref="SequenceBatch.Lengths"/>.
    /// </summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>
    /// Layout of <see cref="Tokens"/>, of <see cref="Values"/> and of outputs and gradients that have a step axis.
    /// </summary>
    public SequenceLayout Layout { get; init; }

    /// <summary>
    /// Floats beside the tokens, [batch, steps, <see cref="ModelDescription.StepInputSize"/>] or time-major; empty of a model that reads
    /// none. See <see cref="SequenceBatch.Values"/>.
    /// </summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>
    /// Inputs that all steps of a row see, [batch, <see cref="ModelDescription.SequenceInputSize"/>]; empty of a model without. See
    /// <see cref="SequenceBatch.SequenceInputs"/>.
    /// </summary>
    public ReadOnlySpan<float> SequenceInputs { get; init; }

    /// <summary>The same batch as members take it that serve all models, such as <see cref="IRnnModel.Predict"/>.</summary>
    public SequenceBatch Sequences => new(Values, BatchSize, Steps)
    {
        Lengths = Lengths,
        Layout = Layout,
        SequenceInputs = SequenceInputs,
        Tokens = Tokens,
    };

    /// <summary>As <see cref="Sequences"/>.</summary>
    public static implicit operator SequenceBatch(TokenBatch batch) => batch.Sequences;
}
