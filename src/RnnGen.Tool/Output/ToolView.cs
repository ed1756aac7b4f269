using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Spectre.Console;

namespace RnnGen.Tool.Output;

/// <summary>Where results and errors go.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives errors, one line each.</param>
/// <param name="width">Characters of a line of a terminal; <see langword="null"/> of a file or a pipe, which has no right margin.</param>
/// <param name="progress">A terminal for what takes a while; <see langword="null"/> where nobody watches.</param>
internal sealed class ToolView(TextWriter output, TextWriter error, int? width = null, IAnsiConsole? progress = null)
{
    private const int NoMargin = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Receives the results.</summary>
    public TextWriter Output => output;

    /// <summary>Receives errors.</summary>
    public TextWriter Error => error;

    /// <summary>The view of this process.</summary>
    public static ToolView OfConsole() => new(
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected ? null : AnsiConsole.Console.Profile.Width,
        Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Prints one line.</summary>
    public void Line(string text = "") => output.WriteLine(Printable.Of(text));

    /// <summary>Prints an error.</summary>
    public void Fault(string text) => error.WriteLine("rnngen: " + Printable.Of(text));

    /// <summary>Prints a table without a frame: columns of text, and of numbers, which stand to the right.</summary>
    /// <param name="columns">The heads of the columns; those that begin with <c>#</c> are numbers.</param>
    /// <param name="rows">The cells.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new Table().NoBorder();
        foreach (string column in columns)
        {
            TableColumn head = new(new Text(column.TrimStart('#'))) { Padding = new Padding(0, 0, 2, 0) };
            table.AddColumn(column.StartsWith('#') ? head.RightAligned() : head);
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            List<Text> cells = [];
            foreach (string cell in row)
            {
                cells.Add(new Text(Printable.Of(cell)));
            }

            table.AddRow(cells);
        }

        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width ?? NoMargin;
        console.Write(table);
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Does work, and says what it is if it takes longer than a second and somebody watches.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work.</param>
    public T Working<T>(string title, Func<T> work)
    {
        if (progress is null)
        {
            return work();
        }

        Task<T> task = Task.Run(work);
        if (Task.WaitAny([task], Patience) < 0)
        {
            progress.Status().Start(Markup.Escape(title), _ => Task.WaitAny(task));
        }

        return task.GetAwaiter().GetResult();
    }
}
