using System;
using System.Threading.Tasks;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>A terminal that someone watches: while work is under way, a line below the others shows how far it is.</summary>
/// <param name="console">The terminal.</param>
/// <param name="clock">What tells the time; the system's unless given.</param>
internal sealed class TerminalView(IAnsiConsole console, TimeProvider? clock = null) : IProgramView
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public void Line(string text = "") => console.WriteLine(text);

    /// <inheritdoc/>
    public void Table(Table table) => console.Write(table.Border(TableBorder.Rounded));

    /// <inheritdoc/>
    public void Track(string title, int iterations, Action<Action<int, float>> work)
    {
        TrainingDisplay display = new(title, iterations, console.Profile.Width, _clock);
        new Progress(console, _clock)
            .AutoClear(true)
            // A refreshing thread would take time from the steps that are being measured: the work refreshes between them.
            .AutoRefresh(false)
            .Columns(display.Columns)
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: iterations);
                display.Update(task, 0);
                long refreshed = _clock.GetTimestamp();
                work((done, loss) =>
                {
                    display.Add(done, loss);
                    if (done < iterations && _clock.GetElapsedTime(refreshed) < RefreshInterval)
                    {
                        return;
                    }

                    refreshed = _clock.GetTimestamp();
                    display.Update(task, done);
                    progress.Refresh();
                });
            });
    }

    /// <inheritdoc/>
    public Task<T> TrackAsync<T>(string title, Func<IProgress<double>, Task<T>> work) => console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn { Style = Style.Plain })
        .StartAsync(progress => work(new Bar(progress, Markup.Escape(title))));

    /// <summary>A bar that appears with the first report.</summary>
    private sealed class Bar(ProgressContext progress, string title) : IProgress<double>
    {
        private ProgressTask? _task;

        public void Report(double value)
        {
            _task ??= progress.AddTask(title, maxValue: 1);
            _task.Value = value;
        }
    }
}
