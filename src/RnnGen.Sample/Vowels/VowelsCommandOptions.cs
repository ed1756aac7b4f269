using System.CommandLine;
using System.Globalization;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Vowels;

/// <summary>The options of the command <c>vowels</c>: their names, ranges and defaults.</summary>
internal sealed class VowelsCommandOptions
{
    /// <summary>All training utterances but those held out: a batch must not be larger than what is trained on.</summary>
    private const int LargestBatch = 200;

    private static readonly VowelsOptions Defaults = new();

    private readonly Option<string?> _data = CommandOption.DataFolder(
        "Folder with ae.train and ae.test of the Japanese vowels (UCI). Without it: built-in utterances.");

    private readonly Option<string?> _json = CommandOption.JsonFile();

    private readonly Option<int> _epochs = CommandOption.Count("--epochs", "Most epochs of training.", Defaults.Epochs);

    private readonly Option<int> _batchSize = CommandOption.Number(
        "--batch-size", "Utterances of a training step.", Defaults.BatchSize, NumberStyles.Integer,
        value => value is >= 1 and <= LargestBatch, $"a whole number from 1 to {LargestBatch}");

    private readonly Option<float> _learningRate = CommandOption.LearningRate(Defaults.LearningRate);

    private readonly Option<float> _noise = CommandOption.Number(
        "--noise", "Noise on the inputs in training, in standard deviations of the inputs.", Defaults.Noise, NumberStyles.Float,
        value => float.IsFinite(value) && value >= 0, "a finite number of at least 0");

    private readonly Option<ulong> _seed = CommandOption.Seed(
        "Seed of the first weights, the order of the utterances and the noise.", Defaults.Seed);

    private readonly Option<int> _threads = CommandOption.Threads(Defaults.Threads);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) =>
        CommandOption.AddTo(command, _data, _epochs, _batchSize, _learningRate, _noise, _seed, _threads, _json);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public VowelsOptions Read(ParseResult result) => new()
    {
        DataDirectory = result.GetValue(_data),
        Epochs = result.GetValue(_epochs),
        BatchSize = result.GetValue(_batchSize),
        LearningRate = result.GetValue(_learningRate),
        Noise = result.GetValue(_noise),
        Seed = result.GetValue(_seed),
        Threads = result.GetValue(_threads),
        JsonFile = result.GetValue(_json),
    };
}
