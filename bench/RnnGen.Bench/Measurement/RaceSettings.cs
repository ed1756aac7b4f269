namespace RnnGen.Bench.Measurement;

/// <summary>How long to measure.</summary>
internal sealed record RaceSettings
{
    /// <summary>Samples of each contender; their median counts.</summary>
    public required int Samples { get; init; }

    /// <summary>Least length of a sample.</summary>
    public required double SampleMilliseconds { get; init; }

    /// <summary>Longest warm-up of a contender.</summary>
    public required double MostWarmUpMilliseconds { get; init; }

    /// <summary>What a published figure is measured with.</summary>
    public static RaceSettings Full { get; } = new() { Samples = 21, SampleMilliseconds = 20, MostWarmUpMilliseconds = 4000 };

    /// <summary>What shows that everything runs.</summary>
    public static RaceSettings Quick { get; } = new() { Samples = 5, SampleMilliseconds = 5, MostWarmUpMilliseconds = 400 };
}
