using System;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>What a <c>.nam</c> file says, not yet checked.</summary>
internal sealed record NamFile
{
    /// <summary>The name of the architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>All weights, one after the other.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Features of a sample.</summary>
    public int? Inputs { get; init; }

    /// <summary>Units of a layer.</summary>
    public int? Units { get; init; }

    /// <summary>Number of layers.</summary>
    public int? Layers { get; init; }

    /// <summary>Numbers that come out at a sample.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Samples a second, where the file says it.</summary>
    public double? SampleRate { get; init; }

    /// <summary>Reads a file.</summary>
    public static NamFile Read(string path)
    {
        ReadOnlyMemory<byte> json = JsonFile.Load(path);
        return JsonFile.Parse(path, json.Span, (ref Utf8JsonReader reader) => Parse(ref reader, path));
    }

    private static NamFile Parse(ref Utf8JsonReader reader, string path)
    {
        string? architecture = null;
        float[]? weights = null;
        NamFile config = new() { Architecture = "", Weights = [] };
        double? sampleRate = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonFile.Text(ref reader, path, "a name");
            reader.Read();
            switch (key)
            {
                case "architecture":
                    JsonFile.Expect(ref reader, JsonTokenType.String, path, key);
                    architecture = JsonFile.Text(ref reader, path, key);
                    break;
                case "config":
                    config = Config(ref reader, path);
                    break;
                case "weights":
                    weights = Flat(JsonTensor.Read(ref reader, path, key), path);
                    break;
                case "sample_rate" when reader.TokenType == JsonTokenType.Number:
                    sampleRate = reader.TryGetDouble(out double rate) ? rate : null;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return config with
        {
            Architecture = architecture ?? throw FileFault.Damaged(path, "it must have an architecture, found none"),
            Weights = weights ?? [],
            SampleRate = sampleRate,
        };
    }

    private static NamFile Config(ref Utf8JsonReader reader, string path)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartObject, path, "config");
        NamFile config = new() { Architecture = "", Weights = [] };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonFile.Text(ref reader, path, "a name of config");
            reader.Read();
            switch (key)
            {
                case "input_size":
                    config = config with { Inputs = JsonFile.Count(ref reader, path, key) };
                    break;
                case "hidden_size":
                    config = config with { Units = JsonFile.Count(ref reader, path, key) };
                    break;
                case "num_layers":
                    config = config with { Layers = JsonFile.Count(ref reader, path, key) };
                    break;
                case "out_channels":
                    config = config with { Outputs = JsonFile.Count(ref reader, path, key) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return config;
    }

    private static float[] Flat(NetworkTensor weights, string path) => weights.Shape.Count == 1 ? weights.Values
        : throw FileFault.Damaged(path, $"weights must be one list of numbers, found {weights.Shape.Count} dimensions");
}
