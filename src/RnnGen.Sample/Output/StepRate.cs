using System;
using System.Collections.Generic;

namespace RnnGen.Sample.Output;

/// <summary>Steps a second over the last seconds: what they take now, not what they took on average.</summary>
/// <param name="clock">What tells the time.</param>
internal sealed class StepRate(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Queue<(long Timestamp, int Done)> _samples = [];
    private (long Timestamp, int Done) _last;

    /// <summary>Steps a second; <see langword="null"/> while no time has passed.</summary>
    public double? PerSecond =>
        _samples.TryPeek(out (long Timestamp, int Done) first)
            && clock.GetElapsedTime(first.Timestamp, _last.Timestamp).TotalSeconds is > 0 and double seconds
            ? (_last.Done - first.Done) / seconds
            : null;

    /// <summary>Takes a sample; the first one says when the steps begin.</summary>
    /// <param name="done">Steps done by now.</param>
    public void Sample(int done)
    {
        _last = (clock.GetTimestamp(), done);
        _samples.Enqueue(_last);

        // Of slow steps the one before stays, however old it is: there are always two samples to compare.
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().Timestamp, _last.Timestamp) > Window)
        {
            _samples.Dequeue();
        }
    }
}
