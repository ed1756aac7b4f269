namespace RnnGen.Sample.Keywords.Detection;

/// <summary>How probabilities become commands.</summary>
internal sealed record DetectionOptions
{
    /// <summary>Frames of the mean: 120 ms.</summary>
    public const int Window = 12;

    /// <summary>What the mean of a command exceeds.</summary>
    public double Threshold { get; init; } = 0.6;

    /// <summary>Seconds after a command in which none is told: longer than the network tells a word for.</summary>
    public double Refractory { get; init; } = 0.6;
}
