using System;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// How many labels must be put in, taken out or exchanged to make of what is read the sequences of labels that it should be, the smallest
/// number of it (Levenshtein, 1966), divided by the number of these labels: the label error rate of Graves and others (2006). Above 1 where
/// more is wrong than there are labels; infinite where there are none, but some are read.
/// </summary>
public sealed class LabelErrorRateMetric : Metric
{
    private readonly int _beamWidth;
    private CtcDecoder? _decoder;
    private int[] _read = [], _distances = [];
    private double _edits, _labels;

    /// <summary>Measures with the likeliest label of each step, or with a beam search.</summary>
    /// <param name="beamWidth">
    /// Width of <see cref="CtcDecoder.BeamSearch(ReadOnlySpan{float}, int, Span{int}, out double)"/>; 0 for
    /// <see cref="CtcDecoder.Greedy"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The width is negative.</exception>
    public LabelErrorRateMetric(int beamWidth = 0)
        : base("label error rate", higherIsBetter: false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beamWidth);
        _beamWidth = beamWidth;
    }

    /// <inheritdoc/>
    public override double Value => _edits / _labels;

    /// <inheritdoc/>
    public override bool TakesLabelSequences => true;

    /// <inheritdoc/>
    public override int? SumCount => 2;

    /// <summary>The smallest number of labels to put in, take out or exchange that makes one sequence of another.</summary>
    /// <param name="labels">A sequence.</param>
    /// <param name="other">The other.</param>
    public static int EditDistance(ReadOnlySpan<int> labels, ReadOnlySpan<int> other)
    {
        int[] distances = [];
        return EditDistance(labels, other, ref distances);
    }

    /// <inheritdoc/>
    public override void GetSums(Span<double> sums) => (sums[0], sums[1]) = (_edits, _labels);

    /// <inheritdoc/>
    public override void SetSums(ReadOnlySpan<double> sums) => (_edits, _labels) = (sums[0], sums[1]);

    /// <summary>Forgets all targets; the blank of those to come is 0.</summary>
    /// <param name="outputSize">Outputs of the model.</param>
    public override void Reset(int outputSize) => Reset(outputSize, 0);

    /// <summary>Forgets all targets; the blank of those to come is the head's.</summary>
    /// <param name="head">The head.</param>
    /// <exception cref="ArgumentException">The head learns no sequences of labels.</exception>
    public override void Reset(HeadInfo head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Reset(head.OutputSize, head.Blank ?? throw new ArgumentException("The head learns no sequences of labels.", nameof(head)));
    }

    /// <inheritdoc/>
    public override void AddSequence(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        CtcDecoder decoder = _decoder ?? throw new InvalidOperationException($"The metric '{Name}' was not told of a head: call Reset.");
        int steps = outputs.Length / decoder.Classes;
        if (_read.Length < steps)
        {
            _read = new int[steps];
        }

        int count = _beamWidth == 0 ? decoder.Greedy(outputs, _read) : decoder.BeamSearch(outputs, _beamWidth, _read, out _);
        _edits += EditDistance(_read.AsSpan(0, count), labels, ref _distances);
        _labels += labels.Length;
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) =>
        throw new NotSupportedException($"The metric '{Name}' measures sequences of labels; these targets are single ones.");

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => Add(outputs, default(ReadOnlySpan<float>));

    private static int EditDistance(ReadOnlySpan<int> labels, ReadOnlySpan<int> other, ref int[] memory)
    {
        if (memory.Length <= other.Length)
        {
            memory = new int[other.Length + 1];
        }

        // Row by row of the table of distances between beginnings.
        Span<int> distances = memory.AsSpan(0, other.Length + 1);
        for (int place = 0; place <= other.Length; place++)
        {
            distances[place] = place;
        }

        for (int first = 0; first < labels.Length; first++)
        {
            int before = distances[0];
            distances[0] = first + 1;
            for (int second = 0; second < other.Length; second++)
            {
                int exchanged = before + (labels[first] == other[second] ? 0 : 1);
                before = distances[second + 1];
                distances[second + 1] = Math.Min(exchanged, Math.Min(before, distances[second]) + 1);
            }
        }

        return distances[other.Length];
    }

    private void Reset(int outputSize, int blank)
    {
        (_edits, _labels) = (0, 0);
        if (_decoder is null || _decoder.Classes != outputSize || _decoder.Blank != blank)
        {
            _decoder = new CtcDecoder(outputSize, blank);
        }
    }
}
