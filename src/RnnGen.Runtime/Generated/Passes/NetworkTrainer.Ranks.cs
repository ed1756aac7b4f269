using System;
using RnnGen.Training.Distributed;

namespace RnnGen.Generated;

/// <content>A trainer as one of several ranks, each of which makes its part of a pass with a share of the batch's rows.</content>
public abstract partial class NetworkTrainer
{
    /// <summary>Makes the next pass with others, or alone again.</summary>
    /// <param name="ranks">The others; <see langword="null"/> for none.</param>
    internal void Join(RankPass? ranks)
    {
        Ranks = ranks;
        foreach (LossTargets loss in Losses)
        {
            loss.IsShare = ranks is not null;
        }
    }

    /// <summary>Which phase of the way back is the last to write the gradient of each parameter.</summary>
    internal int[] FindLastWriters()
    {
        // The masks of a batch without rows are none, but its pass counts.
        long pass = MaskPass;
        SequenceBatch none = new(default(ReadOnlySpan<float>), 0, Description.Steps ?? 1);
        using (ForwardPass forward = BeginForward(none, default, default))
        {
            forward.Run();
        }

        MaskPass = pass;
        using BackwardPass backward = BeginBackward(default, default, default);
        backward.SetAll(default);
        _workspace.SetFinalStateGradients(default);
        return _workspace.FindLastWriters();
    }

    /// <summary>Takes part in a pass of a batch of which this rank has no row: with zeros, but counted as a pass.</summary>
    private protected void RunWithoutRows(RankPass ranks, bool isEvaluation)
    {
        _use.Begin(Description.Name);
        try
        {
            _forwardVersion = -1;
            ranks.BeginCounts([]);
            if (_workspace.Drops && !isEvaluation)
            {
                MaskPass++;
            }

            ranks.EndCounts([]);
            if (!isEvaluation)
            {
                ranks.BeginLosses([]);
                _workspace.ClearGradients(ranks);
                ranks.EndSums();
            }
        }
        finally
        {
            _use.End();
        }
    }

    /// <summary>
    /// Makes the gradients of the last pass anew without those of the other ranks, whose sum they have become: from its forward pass.
    /// </summary>
    private protected void RunBackwardAgain()
    {
        _workspace.RunLoss(_parts);
        _workspace.SetFinalStateGradients(default);
        _workspace.RunBackward(_parts);
    }
}
