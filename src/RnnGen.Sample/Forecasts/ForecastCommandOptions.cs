using System.CommandLine;
using System.Globalization;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Forecasts;

/// <summary>The options of the command <c>forecast</c>: their names, ranges and defaults.</summary>
internal sealed class ForecastCommandOptions
{
    private static readonly ForecastOptions Defaults = new();

    private readonly TrainingCommandOptions _training = new(
        Defaults.Training, "Most epochs of training.", "Seed of the first weights and of the order of the windows.");

    private readonly Option<string?> _data = CommandOption.DataPath(
        "A CSV file with a header, a row a time. Without it: a built-in series.");

    private readonly Option<string?> _column = CommandOption.Text(
        "--column", "The column to forecast; the first one that is not the time unless given.");

    private readonly Option<string?> _time = CommandOption.Text(
        "--time", "The column of times, dates or whole numbers; rows are one time apart unless given.");

    private readonly Option<string?> _timeFormat = CommandOption.TimeFormat();

    private readonly Option<string?> _id = CommandOption.Text(
        "--id", "The column that says which series a row belongs to; all rows are one series unless given.");

    private readonly Option<string[]> _static = CommandOption.Texts(
        "--static", $"Up to {CovariateNetwork.MostStatic} columns that are the same at all steps of a series.",
        CovariateNetwork.MostStatic);

    private readonly Option<string[]> _future = CommandOption.Texts(
        "--future", $"Up to {CovariateNetwork.MostFuture} columns that are known ahead, such as a forecast of the weather.",
        CovariateNetwork.MostFuture);

    private readonly Option<bool> _irregular = new("--irregular")
    {
        Description = "Rows follow each other at whatever distance in time; otherwise no forecast is made across a gap.",
    };

    private readonly Option<int> _steps = CommandOption.Count("--steps", "Values that a forecast is made from.", Defaults.Steps);

    private readonly Option<int> _season = CommandOption.Number(
        "--season", "Values of a season: the naive forecast is the value one season earlier.", Defaults.Season, NumberStyles.Integer,
        value => value is >= 1 and <= 100_000, "a whole number from 1 to 100000");

    private readonly Option<string?> _plot = CommandOption.OutputFile(
        "--plot", $"Where the plot is written, as HTML; {Defaults.PlotFile} unless given.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(
        command, _data, _column, _time, _timeFormat, _irregular, _id, _static, _future, _steps, _season, _training.Epochs,
        _training.LearningRate, _training.Seed, _training.Threads, _plot, _training.JsonFile);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public ForecastOptions Read(ParseResult result) => new()
    {
        Training = _training.Read(result),
        DataPath = result.GetValue(_data),
        Column = result.GetValue(_column),
        TimeColumn = result.GetValue(_time),
        TimeFormat = result.GetValue(_timeFormat),
        IdColumn = result.GetValue(_id),
        Static = result.GetValue(_static) ?? [],
        Future = result.GetValue(_future) ?? [],
        IsIrregular = result.GetValue(_irregular),
        Steps = result.GetValue(_steps),
        Season = result.GetValue(_season),
        PlotFile = result.GetValue(_plot) ?? Defaults.PlotFile,
    };
}
