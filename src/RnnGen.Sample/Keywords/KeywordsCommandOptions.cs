using System.CommandLine;
using System.Globalization;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Detection;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords;

/// <summary>The options of the command <c>keywords</c>: their names, ranges and defaults.</summary>
internal sealed class KeywordsCommandOptions
{
    private static readonly KeywordsOptions Defaults = new();

    private readonly TrainingCommandOptions _training = new(
        Defaults.Training, "Epochs of training; the best one is kept.",
        "Seed of the speech, the noise, the first weights and the order of the scenes.");

    private readonly Option<string?> _data = CommandOption.DataFolder(
        "A folder with a folder a word of WAV files, as Speech Commands has them. Without it: speech that the program makes.");

    private readonly Option<string[]> _words = CommandOption.Texts(
        "--words", $"Up to {KeywordClasses.MostWords} folders of --data that are commands; all others are unknown words.",
        KeywordClasses.MostWords);

    private readonly Option<int> _scenes = CommandOption.Number(
        "--scenes", "Scenes of two seconds to learn from.", Defaults.Scenes, NumberStyles.Integer,
        value => value is >= 1 and <= MostScenes, $"a whole number from 1 to {MostScenes}");

    private readonly Option<int> _batchSize = CommandOption.Count("--batch-size", "Scenes of a step of training.", Defaults.BatchSize);

    private readonly Option<double> _minutes = CommandOption.Number(
        "--minutes", "Length of the recording to listen to.", Defaults.Minutes, NumberStyles.Float,
        value => value is >= 0.1 and <= MostMinutes, $"a number from 0.1 to {MostMinutes}");

    private readonly Option<double> _threshold = CommandOption.Number(
        "--threshold", "The mean probability that a command exceeds: more for fewer false alarms.", Defaults.Detection.Threshold,
        NumberStyles.Float, value => value is > 0 and < 1, "a number above 0 and below 1");

    private readonly Option<double> _refractory = CommandOption.Number(
        "--refractory", "Seconds after a command in which none is told.", Defaults.Detection.Refractory, NumberStyles.Float,
        value => value is >= 0 and <= 60, "a number from 0 to 60");

    private readonly Option<string?> _sound = CommandOption.OutputFile("--sound", "File that receives the recording, WAV.");

    private readonly Option<string?> _report = CommandOption.OutputFile(
        "--report", $"Where the report is written, as HTML; {Defaults.ReportFile} unless given.");

    // What fits into an array: 198 frames of 40 values a scene, 16,000 samples a second.
    private const int MostScenes = 200_000, MostMinutes = 600;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(
        command, _data, _words, _scenes, _minutes, _threshold, _refractory, _training.Epochs, _batchSize, _training.LearningRate,
        _training.Seed, _training.Threads, _sound, _report, _training.JsonFile);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public KeywordsOptions Read(ParseResult result) => new()
    {
        Training = _training.Read(result),
        DataFolder = result.GetValue(_data),
        Words = result.GetValue(_words) ?? [],
        Scenes = result.GetValue(_scenes),
        BatchSize = result.GetValue(_batchSize),
        Minutes = result.GetValue(_minutes),
        Detection = new DetectionOptions
        {
            Threshold = result.GetValue(_threshold),
            Refractory = result.GetValue(_refractory),
        },
        SoundFile = result.GetValue(_sound),
        ReportFile = result.GetValue(_report) ?? Defaults.ReportFile,
    };
}
