using System;
using System.IO;
using System.Threading.Tasks;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>Lines of text alone: no colours, no cursor movements, nothing wrapped.</summary>
/// <param name="writer">Receives the lines.</param>
internal sealed class PlainView(TextWriter writer) : IProgramView
{
    /// <summary>Wider than any table of the program: a pipe has no right margin.</summary>
    private const int Width = 500;

    /// <inheritdoc/>
    public void Line(string text = "") => writer.WriteLine(text);

    /// <inheritdoc/>
    public void Table(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Write(table.Border(TableBorder.Ascii));
    }

    /// <inheritdoc/>
    public void Track(string title, int iterations, Action<Action<int, float>> work) => work(static (_, _) => { });

    /// <inheritdoc/>
    public Task<T> TrackAsync<T>(string title, Func<IProgress<double>, Task<T>> work) => work(new Notice(writer, title));

    /// <summary>One line when the work begins to report.</summary>
    private sealed class Notice(TextWriter writer, string title) : IProgress<double>
    {
        private bool _given;

        public void Report(double value)
        {
            if (!_given)
            {
                _given = true;
                writer.WriteLine($"{title} ...");
            }
        }
    }
}
