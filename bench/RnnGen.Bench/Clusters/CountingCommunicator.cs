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
    private long _smallSums;

    /// <inheritdoc/>
    public override int Rank => ranks.Rank;

    /// <inheritdoc/>
    public override int Size => ranks.Size;

    /// <inheritdoc/>
    public override int RanksOnThisMachine => ranks.RanksOnThisMachine;

    /// <summary>What a step sends: each message, and when it begins, in seconds from the step's beginning.</summary>
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
            _messages.Add((values.Length * sizeof(float), Stopwatch.GetElapsedTime(source.Began).TotalSeconds));
        }

        ranks.BeginSum(values);
    }

    /// <inheritdoc/>
    public override void Progress() => ranks.Progress();

    /// <inheritdoc/>
    public override void EndSums() => ranks.EndSums();

    /// <inheritdoc/>
    public override void Barrier() => ranks.Barrier();

    /// <inheritdoc/>
    public override void Abort(string message) => ranks.Abort(message);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
