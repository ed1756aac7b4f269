using System.CommandLine;

namespace RnnGen.Sample.Commands;

/// <summary>The options of <see cref="TrainingOptions"/>: their names, ranges and defaults.</summary>
/// <param name="defaults">Their values when they are left out.</param>
/// <param name="epochs">What <c>--epochs</c> means.</param>
/// <param name="seed">What follows from <c>--seed</c>.</param>
internal sealed class TrainingCommandOptions(TrainingOptions defaults, string epochs, string seed)
{
    /// <summary><c>--epochs</c>.</summary>
    public Option<int> Epochs { get; } = CommandOption.Count("--epochs", epochs, defaults.Epochs);

    /// <summary><c>--learning-rate</c>.</summary>
    public Option<float> LearningRate { get; } = CommandOption.LearningRate(defaults.LearningRate);

    /// <summary><c>--seed</c>.</summary>
    public Option<ulong> Seed { get; } = CommandOption.Seed(seed, defaults.Seed);

    /// <summary><c>--threads</c>.</summary>
    public Option<int> Threads { get; } = CommandOption.Threads(defaults.Threads);

    /// <summary><c>--json</c>.</summary>
    public Option<string?> JsonFile { get; } = CommandOption.JsonFile();

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public TrainingOptions Read(ParseResult result) => new()
    {
        Epochs = result.GetValue(Epochs),
        LearningRate = result.GetValue(LearningRate),
        Seed = result.GetValue(Seed),
        Threads = result.GetValue(Threads),
        JsonFile = result.GetValue(JsonFile),
    };
}
