using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>A terminal that someone watches: a progress bar stands below the lines while work is under way.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalView(IAnsiConsole console) : IProgramView
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public void Line(string text = "") => console.WriteLine(text);

    /// <inheritdoc/>
    public void Table(Table table) => console.Write(table.Border(TableBorder.Rounded));

    /// <inheritdoc/>
    public void Track(string title, int iterations, Action<Action<int, float>> work) => console.Progress()
        .AutoClear(true)
        // A refreshing thread would take time from the steps that are being measured: the work refreshes between them.
        .AutoRefresh(false)
        .Columns(
            new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn(), new RemainingTimeColumn { Style = Style.Plain })
        .Start(progress =>
        {
            string name = Markup.Escape(title);
            ProgressTask task = progress.AddTask(name, maxValue: iterations);
            long refreshed = Stopwatch.GetTimestamp();
            work((done, loss) =>
            {
                if (done < iterations && Stopwatch.GetElapsedTime(refreshed) < RefreshInterval)
                {
                    return;
                }

                refreshed = Stopwatch.GetTimestamp();
                task.Value = done;
                task.Description = $"{name}: iteration {done} of {iterations}, loss {loss:0.0000}, time left";
                progress.Refresh();
            });
        });

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
