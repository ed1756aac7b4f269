using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using RnnGen.Training.Distributed;

namespace RnnGen.Bench.Clusters;

/// <summary>Notes what a training sends, and when.</summary>
/// <param name="ranks">Who sends it.</param>
/// <param name="source">Says when a step begins.</param>
internal sealed class CountingCommunicator(Communicator ranks, TimedSource source) : Communicator
{
    /// <summary>Shorter sums are of counts and losses, not of gradients.</summary>
    private const int FewFloats = 64;

    private readonly List<(int Bytes, double Seconds)> _messages = [];
    private readonly List<double> _countsNeeded = [];
    private long _smallSums, _step;

    /// <summary>Of the step that is under way: what it has waited for others is not computing.</summary>
    private TimeSpan _waited;

    /// <inheritdoc/>
    public override int Rank => ranks.Rank;

    /// <inheritdoc/>
    public override int Size => ranks.Size;

    /// <inheritdoc/>
    public override int RanksOnThisMachine => ranks.RanksOnThisMachine;

    /// <summary>What a step sends: each message, and when it begins, in seconds of computing.</summary>
    /// <param name="steps">Number of steps.</param>
    public IReadOnlyList<(int Bytes, double Seconds)> MessagesOfAStep(int steps)
    {
        int each = _messages.Count / steps;
        return
        [
            .. Enumerable.Range(0, each).Select(i => (
                _messages[i].Bytes, Enumerable.Range(0, steps).Average(step => _messages[(step * each) + i].Seconds))),
        ];
    }

    /// <summary>When a step needs the sum of what the targets count, in seconds of computing.</summary>
    public double CountsNeeded => _countsNeeded.Average();

    private double Computed
    {
        get
        {
            if (_step != source.Began)
            {
                (_step, _waited) = (source.Began, default);
            }

            return (Stopwatch.GetElapsedTime(_step) - _waited).TotalSeconds;
        }
    }

    /// <summary>Sums of a few numbers that a step waits for.</summary>
    /// <param name="steps">Number of steps.</param>
    public int SmallSumsOfAStep(int steps) => (int)(_smallSums / steps);

    /// <inheritdoc/>
    public override void Broadcast(Span<byte> values) => ranks.Broadcast(values);

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all) => ranks.Gather(own, all);

    /// <inheritdoc/>
    public override void Sum(Span<double> values)
    {
        _smallSums++;
        ranks.Sum(values);
    }

    /// <inheritdoc/>
    public override void BeginSum(Span<float> values)
    {
        if (values.Length > FewFloats)
        {
            _messages.Add((values.Length * sizeof(float), Computed));
        }

        ranks.BeginSum(values);
    }

    /// <inheritdoc/>
    public override void Progress() => ranks.Progress();

    /// <inheritdoc/>
    public override void EndSums()
    {
        bool isFirst = _step != source.Began;
        double computed = Computed;
        if (isFirst)
        {
            _countsNeeded.Add(computed);
        }

        long began = Stopwatch.GetTimestamp();
        ranks.EndSums();
        _waited += Stopwatch.GetElapsedTime(began);
    }

    /// <inheritdoc/>
    public override void Barrier() => ranks.Barrier();

    /// <inheritdoc/>
    public override void Abort(string message) => ranks.Abort(message);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
