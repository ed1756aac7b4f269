using System;

namespace RnnGen.Training;

/// <summary>A metric of one named head: the same number under the head's name, such as <c>speaker/accuracy</c>.</summary>
internal sealed class HeadMetric(string head, Metric metric) : Metric($"{head}/{metric.Name}", metric.HigherIsBetter)
{
    /// <summary>Name of the head.</summary>
    public string Head { get; } = head;

    public override double Value => metric.Value;

    public override int? SumCount => metric.SumCount;

    public override void GetSums(Span<double> sums) => metric.GetSums(sums);

    public override void SetSums(ReadOnlySpan<double> sums) => metric.SetSums(sums);

    public override bool TakesLabelSequences => metric.TakesLabelSequences;

    public override void Reset(HeadInfo head) => metric.Reset(head);

    public override void Reset(int outputSize) => metric.Reset(outputSize);

    public override void Add(ReadOnlySpan<float> outputs, int label) => metric.Add(outputs, label);

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => metric.Add(outputs, target);

    public override void AddSequence(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels) => metric.AddSequence(outputs, labels);
}
