using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>The epoch that runs: where it stands, and what its updates were like together.</summary>
internal sealed class EpochSums
{
    /// <summary>Place of the next batch.</summary>
    public SourcePosition Position { get; private set; }

    /// <summary>Updates of the epoch so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Sum of their losses, each times what it counts.</summary>
    public double Loss { get; private set; }

    /// <summary>Sum of what they count.</summary>
    public double Weight { get; private set; }

    /// <summary>The loss of the updates as one; 0 where nothing counts.</summary>
    public double MeanLoss => Weight > 0 ? Loss / Weight : 0;

    /// <summary>Sum of the norms of their gradients.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Time for them.</summary>
    public double Seconds { get; private set; }

    /// <summary>Takes an update.</summary>
    /// <param name="step">The update.</param>
    /// <param name="weight">What its loss counts.</param>
    /// <param name="next">Where the source stands after it.</param>
    public void Add(in StepRecord step, double weight, SourcePosition next)
    {
        Position = next;
        Steps++;
        Loss += weight * step.Loss;
        Weight += weight;
        GradientNorm += step.GradientNorm;
        Seconds += step.Seconds;
    }

    /// <summary>Begins an epoch.</summary>
    public void Begin(long epoch) => Restore(new SourcePosition(epoch, 0), 0, 0, 0, 0, 0);

    /// <summary>Goes on within an epoch.</summary>
    public void Restore(SourcePosition position, long steps, double loss, double weight, double norm, double seconds) =>
        (Position, Steps, Loss, Weight, GradientNorm, Seconds) = (position, steps, loss, weight, norm, seconds);
}
