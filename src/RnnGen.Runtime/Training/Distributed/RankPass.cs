using System;
using System.Collections.Generic;
using System.Threading;
using RnnGen.Generated;

namespace RnnGen.Training.Distributed;

/// <summary>
/// One rank's part in passes on batches whose rows several ranks share: what the targets of all count, the losses of all, the gradients of
/// all, each begun as early as it can be and awaited when it is needed. Every rank makes the same sums in the same order, whatever rows it
/// has.
/// </summary>
internal sealed class RankPass
{
    private const int Failed = 0, Ended = 1, Cancelled = 2, Flags = 3;

    private readonly RankGroup _group;
    private readonly GradientMessages _messages;
    private readonly CancellationToken _cancellation;

    // Do not move while they are summed. Of the counts the last numbers are flags, which are sums as well.
    private readonly float[] _counts;
    private readonly float[] _losses;

    /// <param name="group">The ranks.</param>
    /// <param name="messages">Which gradients are summed together, and after which phase.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="cancellation">Asked before each pass.</param>
    public RankPass(RankGroup group, GradientMessages messages, int heads, CancellationToken cancellation)
    {
        (_group, _messages, _cancellation) = (group, messages, cancellation);
        _counts = GC.AllocateArray<float>(heads + Flags, pinned: true);
        _losses = GC.AllocateArray<float>(heads, pinned: true);
    }

    /// <summary>Which row of the whole batch is the first here.</summary>
    public int FirstRow { get; private set; }

    /// <summary>Whether gradients are those of all ranks after a pass; otherwise somebody adds them up later.</summary>
    public bool SumsGradients { get; init; } = true;

    /// <summary>Whether the other ranks wait for this one in the pass that was begun last: a failure can no longer be told them.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether a rank was asked to end training: of this one, that is known to the others with the next sum.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Whether this rank was asked.</summary>
    public bool WantsToEnd => _cancellation.IsCancellationRequested;

    /// <summary>What the targets of the whole batch of each head count; of a sum 0.</summary>
    public ReadOnlySpan<float> Counts => _counts.AsSpan(0, _losses.Length);

    /// <summary>The losses of all ranks together.</summary>
    public ReadOnlySpan<float> Losses => _losses;

    /// <summary>Begins a pass.</summary>
    /// <param name="firstRow">Which row of the whole batch is the first here.</param>
    public void Begin(int firstRow) => (FirstRow, HasBegun) = (firstRow, false);

    /// <summary>Begins to add up what the targets count.</summary>
    /// <param name="losses">The targets of each head; none where there is no row.</param>
    public void BeginCounts(ReadOnlySpan<LossTargets> losses)
    {
        Array.Clear(_counts);
        for (int head = 0; head < losses.Length; head++)
        {
            _counts[head] = losses[head].Count;
        }

        BeginCounts();
    }

    /// <summary>Ends it, and tells each head.</summary>
    /// <param name="losses">The targets of each head; none where there is no row.</param>
    /// <exception cref="DistributedTrainingException">Another rank has failed, or is at the end of its data.</exception>
    public void EndCounts(ReadOnlySpan<LossTargets> losses)
    {
        EndFlags();
        for (int head = 0; head < losses.Length; head++)
        {
            losses[head].SetWhole(_counts[head]);
        }
    }

    /// <summary>Begins to add up the losses.</summary>
    /// <param name="losses">The targets of each head after the loss phase; none where there is no row.</param>
    public void BeginLosses(ReadOnlySpan<LossTargets> losses)
    {
        Array.Clear(_losses);
        for (int head = 0; head < losses.Length; head++)
        {
            _losses[head] = losses[head].Loss();
        }

        _group.Communicator.BeginSum(_losses);
    }

    /// <summary>A phase of the way back is done: begins to add up the gradients that no later one writes.</summary>
    public void EndPhase(int phase, Span<float> gradients)
    {
        if (SumsGradients)
        {
            _messages.Begin(phase, gradients, _group.Communicator);
        }

        _group.Communicator.Progress();
    }

    /// <summary>Waits for losses and gradients.</summary>
    public void EndSums() => _group.Communicator.EndSums();

    /// <summary>Tells the others, who wait for counts, that there are none: this rank has failed.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>The same, for throwing it.</returns>
    public Exception Fail(Exception failure)
    {
        Array.Clear(_counts);
        _counts[^(Flags - Failed)] = 1;
        BeginCounts();
        try
        {
            EndFlags(failure);
        }
        catch (DistributedTrainingException)
        {
            // What the others throw; here it is the failure itself.
        }

        return _group.Agreed(failure);
    }

    /// <summary>This rank's data of the epoch are at their end.</summary>
    /// <exception cref="DistributedTrainingException">Those of another are not, or it has failed.</exception>
    public void EndData()
    {
        Array.Clear(_counts);
        _counts[^(Flags - Ended)] = 1;
        BeginCounts();
        EndFlags(null, hasEnded: true);
    }

    private void BeginCounts()
    {
        HasBegun = true;
        _counts[^(Flags - Cancelled)] = WantsToEnd ? 1 : 0;
        _group.Communicator.BeginSum(_counts);
    }

    private void EndFlags(Exception? failure = null, bool hasEnded = false)
    {
        _group.Communicator.EndSums();
        IsCancelled |= _counts[^(Flags - Cancelled)] > 0;
        if (_counts[^(Flags - Failed)] > 0)
        {
            throw _group.FailureOf(failure);
        }

        if (_counts[^(Flags - Ended)] > 0 && _counts[^(Flags - Ended)] < _group.Size)
        {
            IReadOnlyList<string> ended = _group.GatherTexts(hasEnded ? "ended" : "");
            int rank = _group.FirstOf(ended, text => text.Length > 0);
            throw _group.Agreed(new DistributedTrainingException(
                $"Rank {rank}: its data have no more batch, those of others have; all ranks must read the same data.", rank));
        }
    }
}
