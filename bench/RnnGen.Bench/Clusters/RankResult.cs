using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnGen.Bench.Clusters;

/// <summary>What two ranks have measured, in turns: each for itself, and together.</summary>
internal sealed record RankResult
{
    /// <summary>What a line of the output begins with that holds one.</summary>
    public const string Prefix = "mpi-result ";

    /// <summary>What the library says it is.</summary>
    public required string Library { get; init; }

    /// <summary>Seconds of each step of a rank for itself, while the other ranks were at the same; of all ranks.</summary>
    public required double[] Alone { get; init; }

    /// <summary>Seconds of each step of a training together.</summary>
    public required double[] Together { get; init; }

    /// <summary>What a step sends; when, as a share of a step alone.</summary>
    public required GradientMessage[] Messages { get; init; }

    /// <summary>When a step needs the sum of what the targets count, as a share of a step alone.</summary>
    public required double CountsNeeded { get; init; }

    /// <summary>Sums of a few numbers that a step waits for.</summary>
    public required int SmallSums { get; init; }

    /// <summary>As one line.</summary>
    public string ToLine() => Prefix + JsonSerializer.Serialize(this, RankResultContext.Default.RankResult);

    /// <summary>Reads a line.</summary>
    public static RankResult Parse(string line) =>
        JsonSerializer.Deserialize(line[Prefix.Length..], RankResultContext.Default.RankResult)!;
}

[JsonSerializable(typeof(RankResult))]
internal sealed partial class RankResultContext : JsonSerializerContext;
