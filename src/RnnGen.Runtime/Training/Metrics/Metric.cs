using System;

namespace RnnGen.Training;

/// <summary>
/// A number that says how good outputs are: fed with targets one by one, asked at the end. Sums are double, in the order of the targets, so
/// that equal outputs give equal bits. Used by one thread at a time.
/// </summary>
/// <param name="name">What the history calls it; not empty.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
public abstract class Metric(string name, bool higherIsBetter)
{
    /// <summary>What the history calls it.</summary>
    public string Name { get; } = string.IsNullOrEmpty(name) ? throw new ArgumentException("A metric needs a name.", nameof(name)) : name;

    /// <summary>Whether more is better; otherwise less is.</summary>
    public bool HigherIsBetter { get; } = higherIsBetter;

    /// <summary>The number over all targets since <see cref="Reset(int)"/>; NaN without any.</summary>
    public abstract double Value { get; }

    /// <summary>The metric of a named head's outputs and targets; its name is <c>head/name</c>.</summary>
    /// <param name="head">Name of the head.</param>
    /// <exception cref="ArgumentException">The head has no name, or the metric is of a head already.</exception>
    public Metric Of(string head)
    {
        ArgumentException.ThrowIfNullOrEmpty(head);
        return this is HeadMetric
            ? throw new ArgumentException($"'{Name}' is the metric of a head already.", nameof(head))
            : new HeadMetric(head, this);
    }

    /// <summary>
    /// Whether it measures sequences of labels, with <see cref="AddSequence"/>; otherwise it measures targets one by one.
    /// </summary>
    public virtual bool TakesLabelSequences => false;

    /// <summary>Forgets all targets.</summary>
    /// <param name="outputSize">Outputs of the model.</param>
    public abstract void Reset(int outputSize);

    /// <summary>Forgets all targets; the next are those of a head, of which a metric may want to know more than its outputs.</summary>
    /// <param name="head">The head.</param>
    public virtual void Reset(HeadInfo head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Reset(head.OutputSize);
    }

    /// <summary>
    /// How many sums over targets <see cref="Value"/> follows from, so that ranks which have measured a share of the targets each can make
    /// the value of all: it follows from <see cref="Reset(int)"/> alone. <see langword="null"/> where there are no such sums: then each
    /// rank measures with all validation data.
    /// </summary>
    public virtual int? SumCount => null;

    /// <summary>Gives those sums.</summary>
    /// <param name="sums">Receives them, [<see cref="SumCount"/>].</param>
    public virtual void GetSums(Span<double> sums) => throw new NotSupportedException($"The metric '{Name}' has no sums.");

    /// <summary>Replaces those sums, as if all their targets had been taken.</summary>
    /// <param name="sums">The sums, [<see cref="SumCount"/>].</param>
    public virtual void SetSums(ReadOnlySpan<double> sums) => throw new NotSupportedException($"The metric '{Name}' has no sums.");

    /// <summary>Takes a target that is a class.</summary>
    /// <param name="outputs">The model's outputs for it, [outputs].</param>
    /// <param name="label">The class.</param>
    /// <exception cref="NotSupportedException">The metric is of values.</exception>
    public virtual void Add(ReadOnlySpan<float> outputs, int label) =>
        throw new NotSupportedException($"The metric '{Name}' compares values; the targets are labels.");

    /// <summary>Takes a target that is values.</summary>
    /// <param name="outputs">The model's outputs for it, [outputs].</param>
    /// <param name="target">The values, [target size].</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target);

    /// <summary>Takes the sequence of labels of a row.</summary>
    /// <param name="outputs">The model's outputs at each valid step of the row, [steps, outputs].</param>
    /// <param name="labels">The labels, in their order.</param>
    /// <exception cref="NotSupportedException">The metric measures targets one by one.</exception>
    public virtual void AddSequence(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels) =>
        throw new NotSupportedException($"The metric '{Name}' measures targets one by one; these are sequences of labels.");
}
