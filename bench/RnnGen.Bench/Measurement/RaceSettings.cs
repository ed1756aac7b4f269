namespace RnnGen.Bench.Measurement;

/// <summary>How long to measure.</summary>
internal sealed record RaceSettings
{
    /// <summary>Samples of each contender; their lower quartile counts.</summary>
    public required int Samples { get; init; }

    /// <summary>Least length of a sample.</summary>
    public required double SampleMilliseconds { get; init; }

    /// <summary>Longest warm-up of a contender.</summary>
    public required double MostWarmUpMilliseconds { get; init; }

    /// <summary>
    /// Pause before each sample. Thread pools of the peers spin for up to 20 ms in wait of more work; on a machine with few cores they
    /// would take them from the next contender.
    /// </summary>
    public int PauseMilliseconds { get; init; } = 30;

    /// <summary>The peak is measured after every so many rounds.</summary>
    public int RoundsPerPeak { get; init; } = 1;

    /// <summary>What a published figure is measured with.</summary>
    public static RaceSettings Full { get; } = new() { Samples = 21, SampleMilliseconds = 20, MostWarmUpMilliseconds = 4000 };

    /// <summary>
    /// For differences of a few percent between variants of this project's own code: turns that are short beside the seconds for which
    /// another tenant makes a processor slower, and many of them. Nothing spins, so nothing is waited for.
    /// </summary>
    public static RaceSettings Fine { get; } =
        Full with { Samples = 151, SampleMilliseconds = 5, PauseMilliseconds = 0, RoundsPerPeak = 10 };

    /// <summary>What shows that everything runs.</summary>
    public static RaceSettings Quick { get; } = new() { Samples = 5, SampleMilliseconds = 5, MostWarmUpMilliseconds = 400 };
}
