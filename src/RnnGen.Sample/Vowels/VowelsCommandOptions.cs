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

    private readonly TrainingCommandOptions _training = new(
        Defaults.Training, "Most epochs of training.", "Seed of the first weights, the order of the utterances and the noise.");

    private readonly Option<string?> _data = CommandOption.DataFolder(
        "Folder with ae.train and ae.test of the Japanese vowels (UCI). Without it: built-in utterances.");

    private readonly Option<int> _batchSize = CommandOption.Number(
        "--batch-size", "Utterances of a training step.", Defaults.BatchSize, NumberStyles.Integer,
        value => value is >= 1 and <= LargestBatch, $"a whole number from 1 to {LargestBatch}");

    private readonly Option<float> _noise = CommandOption.Number(
        "--noise", "Noise on the inputs in training, in standard deviations of the inputs.", Defaults.Noise, NumberStyles.Float,
        value => float.IsFinite(value) && value >= 0, "a finite number of at least 0");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(
        command, _data, _training.Epochs, _batchSize, _training.LearningRate, _noise, _training.Seed, _training.Threads,
        _training.JsonFile);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public VowelsOptions Read(ParseResult result) => new()
    {
        Training = _training.Read(result),
        DataDirectory = result.GetValue(_data),
        BatchSize = result.GetValue(_batchSize),
        Noise = result.GetValue(_noise),
    };
}
