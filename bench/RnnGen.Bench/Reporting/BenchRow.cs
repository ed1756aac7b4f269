using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnGen.Bench.Reporting;

/// <summary>One case against one peer.</summary>
internal sealed record BenchRow
{
    /// <summary>In place of a peer where there is none.</summary>
    public const string NoPeer = "none";

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The case, such as <c>lstm128-gru256 T28 B128 static</c>.</summary>
    public required string Case { get; init; }

    /// <summary>Threads that this project's code used.</summary>
    public required int Threads { get; init; }

    /// <summary>Milliseconds of this project's code: the lower quartile.</summary>
    public required double OursMs { get; init; }

    /// <summary><c>torch</c>, <c>ort</c> or <see cref="NoPeer"/>.</summary>
    public string Peer { get; init; } = NoPeer;

    /// <summary>Milliseconds of the peer: the lower quartile.</summary>
    public double? PeerMs { get; init; }

    /// <summary><see cref="PeerMs"/> / <see cref="OursMs"/>: more than 1 where this project's code is faster.</summary>
    public double? Ratio => PeerMs / OursMs;

    /// <summary>GFLOP/s of this project's code.</summary>
    [JsonPropertyName("gflops")]
    public double? Gigaflops { get; init; }

    /// <summary>Its share of bare multiply-adds on the same number of threads, measured between the samples.</summary>
    public double? PeakFraction { get; init; }

    /// <summary>Part of the time of the whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Share { get; init; }

    /// <summary>Milliseconds beyond what the matrix products alone would take with their operands in the caches.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AroundMs { get; init; }

    /// <summary>Managed bytes that a call takes.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Generated source, as UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SourceBytes { get; init; }

    /// <summary>Intermediate language of the class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IlBytes { get; init; }

    /// <summary>Milliseconds of the first call of a process, JIT included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FirstCallMs { get; init; }

    /// <summary>Time of the static class over that of the dynamic one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StaticOverDynamic { get; init; }

    /// <summary>Managed bytes that stay between two calls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? HeldBytes { get; init; }

    /// <summary>Speed on these threads over that on one, as a share of what bare multiply-adds gain.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpeedupFraction { get; init; }

    /// <summary>Milliseconds of one time step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StepMs { get; init; }

    /// <summary>Time of a step over that of the group's first case.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StepOverFirst { get; init; }

    /// <summary>Nanoseconds of a floating-point operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NsPerFlop { get; init; }
}

/// <summary>Writes the file of <c>--json</c>.</summary>
internal static class JsonReport
{
    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">What it holds.</param>
    public static void Write(string path, IReadOnlyList<BenchRow> rows) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes([.. rows], JsonReportContext.Default.BenchRowArray));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BenchRow[]))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
