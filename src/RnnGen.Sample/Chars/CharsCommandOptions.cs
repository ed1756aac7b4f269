using System.CommandLine;
using System.Globalization;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Chars;

/// <summary>The options of the command <c>chars</c>: their names, ranges and defaults.</summary>
internal sealed class CharsCommandOptions
{
    private static readonly CharsOptions Defaults = new();

    private readonly TrainingCommandOptions _training = new(
        Defaults.Training, "Epochs of training.", "Seed of the first weights and of the generated text.");

    private readonly Option<string?> _data = CommandOption.DataPath(
        "A text file of UTF-8, or a folder with one. Without it: a built-in text.");

    private readonly Option<int> _batchSize = CommandOption.Count(
        "--batch-size", "Places of the text that are read side by side.", Defaults.BatchSize);

    private readonly Option<float> _temperature = CommandOption.Number(
        "--temperature", "How bold the generated text is; near 0 always the likeliest character.", Defaults.Temperature, NumberStyles.Float,
        value => float.IsFinite(value) && value > 0, "a finite number greater than 0");

    private readonly Option<int> _length = CommandOption.Number(
        "--length", "Characters to generate.", Defaults.Length, NumberStyles.Integer, value => value >= 0, "a whole number of at least 0");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(
        command, _data, _training.Epochs, _batchSize, _training.LearningRate, _temperature, _length, _training.Seed, _training.Threads,
        _training.JsonFile);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public CharsOptions Read(ParseResult result) => new()
    {
        Training = _training.Read(result),
        DataPath = result.GetValue(_data),
        BatchSize = result.GetValue(_batchSize),
        Temperature = result.GetValue(_temperature),
        Length = result.GetValue(_length),
    };
}
