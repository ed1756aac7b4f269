using System.CommandLine;
using System.Globalization;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Anomalies;

/// <summary>The options of the command <c>anomaly</c>: their names, ranges and defaults.</summary>
internal sealed class AnomalyCommandOptions
{
    private static readonly AnomalyOptions Defaults = new();

    private readonly TrainingCommandOptions _training = new(
        Defaults.Training, "Most epochs of training.",
        "Seed of the built-in signal, of the first weights and of the order of the windows.");

    private readonly Option<string?> _data = CommandOption.DataPath(
        "A CSV file with a header, a row a time. Without it: a built-in signal of a machine, with faults.");

    private readonly Option<string[]> _columns = CommandOption.Texts(
        "--columns", $"Up to {AnomalyNetwork.MostChannels} columns to watch; all but the time unless given.", AnomalyNetwork.MostChannels);

    private readonly Option<string?> _time = CommandOption.Text(
        "--time", "The column of times, dates or whole numbers; rows are one time apart unless given.");

    private readonly Option<string?> _timeFormat = CommandOption.TimeFormat();

    private readonly Option<bool> _irregular = new("--irregular")
    {
        Description = "Rows follow each other at whatever distance in time; otherwise no window goes across a gap.",
    };

    private readonly Option<double> _trainShare = Share(
        "--train-share", "Share of the rows to train on: the first ones, which should hold no fault.", Defaults.TrainShare);

    private readonly Option<double> _validationShare = Share(
        "--validation-share", "Share of the rows after them that the threshold is learned from.", Defaults.ValidationShare);

    private readonly Option<int> _window = CommandOption.Number(
        "--window", "Steps of a window.", Defaults.Window, NumberStyles.Integer,
        value => value is >= 2 and <= 10_000, "a whole number from 2 to 10000");

    private readonly Option<double> _quantile = CommandOption.Number(
        "--quantile", "Share of the validation part's scores below the threshold before its margin.", Defaults.Quantile,
        NumberStyles.Float, value => value is > 0 and <= 1, "a number above 0 and at most 1");

    private readonly Option<double> _margin = CommandOption.Number(
        "--margin", "What that score is multiplied by: more for fewer events.", Defaults.Margin, NumberStyles.Float,
        value => double.IsFinite(value) && value > 0, "a finite number greater than 0");

    private readonly Option<string?> _report = CommandOption.OutputFile(
        "--report", $"Where the report is written, as HTML; {Defaults.ReportFile} unless given.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(
        command, _data, _columns, _time, _timeFormat, _irregular, _trainShare, _validationShare, _window, _quantile, _margin,
        _training.Epochs, _training.LearningRate, _training.Seed, _training.Threads, _report, _training.JsonFile);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public AnomalyOptions Read(ParseResult result) => new()
    {
        Training = _training.Read(result),
        DataPath = result.GetValue(_data),
        Columns = result.GetValue(_columns) ?? [],
        TimeColumn = result.GetValue(_time),
        TimeFormat = result.GetValue(_timeFormat),
        IsIrregular = result.GetValue(_irregular),
        TrainShare = result.GetValue(_trainShare),
        ValidationShare = result.GetValue(_validationShare),
        Window = result.GetValue(_window),
        Quantile = result.GetValue(_quantile),
        Margin = result.GetValue(_margin),
        ReportFile = result.GetValue(_report) ?? Defaults.ReportFile,
    };

    private static Option<double> Share(string name, string description, double defaultValue) => CommandOption.Number(
        name, description, defaultValue, NumberStyles.Float, value => value is > 0 and < 1, "a number above 0 and below 1");
}
