using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Sample.Anomalies;
using RnnGen.Sample.Chars;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Denoise;
using RnnGen.Sample.Digits;
using RnnGen.Sample.Forecasts;
using RnnGen.Sample.Keywords;
using RnnGen.Sample.Mnist;
using RnnGen.Sample.Output;
using RnnGen.Sample.Vowels;

namespace RnnGen.Sample;

/// <summary>From arguments to an exit code: the commands, of which <c>mnist</c> is also what happens when none is named.</summary>
/// <param name="view">Receives the results.</param>
/// <param name="output">Receives the help.</param>
/// <param name="error">Receives errors, one line each.</param>
internal sealed class SampleCommandLine(IProgramView view, TextWriter output, TextWriter error)
{
    /// <summary>Exit code after an error.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl+C, as shells expect it.</summary>
    public const int Stopped = 130;

    private readonly MnistCommandOptions _mnist = new();
    private readonly VowelsCommandOptions _vowels = new();
    private readonly CharsCommandOptions _chars = new();
    private readonly ForecastCommandOptions _forecast = new();
    private readonly AnomalyCommandOptions _anomaly = new();
    private readonly DenoiseCommandOptions _denoise = new();
    private readonly KeywordsCommandOptions _keywords = new();

    /// <summary>Where the digits may come from, unless <c>--data</c> names a folder.</summary>
    public MnistDownloadOptions Sources { get; init; } = new();

    /// <summary>What <c>mnist</c> is asked for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static MnistOptions ParseMnist(params string[] arguments)
    {
        SampleCommandLine program = Silent();
        return program._mnist.Read(program.Commands().Parse(arguments));
    }

    /// <summary>What <c>vowels</c> is asked for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static VowelsOptions ParseVowels(params string[] arguments)
    {
        SampleCommandLine program = Silent();
        return program._vowels.Read(program.Commands().Parse(arguments));
    }

    /// <summary>What <c>anomaly</c> is asked for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static AnomalyOptions ParseAnomaly(params string[] arguments)
    {
        SampleCommandLine program = Silent();
        return program._anomaly.Read(program.Commands().Parse(arguments));
    }

    /// <summary>What <c>denoise</c> is asked for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static DenoiseOptions ParseDenoise(params string[] arguments)
    {
        SampleCommandLine program = Silent();
        return program._denoise.Read(program.Commands().Parse(arguments));
    }

    /// <summary>What <c>keywords</c> is asked for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static KeywordsOptions ParseKeywords(params string[] arguments)
    {
        SampleCommandLine program = Silent();
        return program._keywords.Read(program.Commands().Parse(arguments));
    }

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        // Of several processes one has the word; an error that all have it says for all.
        TextWriter help = view.Writes ? output : TextWriter.Null;
        ParseResult result = Commands().Parse(arguments);

        // The library prints all of the help after an error; the error is what matters.
        if (result.Action is ParseErrorAction)
        {
            (view.Writes ? error : TextWriter.Null).WriteLine(
                $"{string.Join(' ', result.Errors.Select(problem => problem.Message))} (See --help.)");
            return Failed;
        }

        InvocationConfiguration configuration = new() { Output = help, Error = error, EnableDefaultExceptionHandler = false };
        return await result.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private static SampleCommandLine Silent() => new(new PlainView(TextWriter.Null), TextWriter.Null, TextWriter.Null);

    private RootCommand Commands()
    {
        Command mnist = new("mnist", MnistCommand.Description);
        RootCommand root = new($"{MnistCommand.Description} Without a command: mnist.");
        Command[] commands = [root, mnist];
        foreach (Command command in commands)
        {
            _mnist.AddTo(command);
            command.SetAction((result, cancellation) =>
                RunAsync(() => new MnistCommand(_mnist.Read(result), Sources, view).RunAsync(cancellation), cancellation));
        }

        root.Subcommands.Add(mnist);
        root.Subcommands.Add(
            Other("vowels", VowelsCommand.Description, _vowels.AddTo,
                (result, cancellation) => new VowelsCommand(_vowels.Read(result), view).Run(cancellation)));
        root.Subcommands.Add(
            Other("chars", CharsCommand.Description, _chars.AddTo,
                (result, cancellation) => new CharsCommand(_chars.Read(result), view).Run(cancellation)));
        root.Subcommands.Add(
            Other("forecast", ForecastCommand.Description, _forecast.AddTo,
                (result, cancellation) => new ForecastCommand(_forecast.Read(result), view).Run(cancellation)));
        root.Subcommands.Add(
            Other("anomaly", AnomalyCommand.Description, _anomaly.AddTo,
                (result, cancellation) => new AnomalyCommand(_anomaly.Read(result), view).Run(cancellation)));
        root.Subcommands.Add(
            Other("keywords", KeywordsCommand.Description, _keywords.AddTo,
                (result, cancellation) => new KeywordsCommand(_keywords.Read(result), view).Run(cancellation)));
        root.Subcommands.Add(
            Other("denoise", DenoiseCommand.Description, _denoise.AddTo,
                (result, cancellation) =>
                {
                    // Nothing is trained: one process does all of it.
                    if (view.Writes)
                    {
                        new DenoiseCommand(_denoise.Read(result), view).Run(cancellation);
                    }
                }));
        return root;
    }

    private Command Other(string name, string description, Action<Command> addOptions, Action<ParseResult, CancellationToken> run)
    {
        Command command = new(name, description);
        addOptions(command);
        command.Validators.Add(CheckOrder);
        command.SetAction((result, cancellation) => RunAsync(
            () =>
            {
                run(result, cancellation);
                return Task.CompletedTask;
            },
            cancellation));
        return command;
    }

    /// <summary>An option before the command would be taken for one of <c>mnist</c>, and have no effect.</summary>
    private static void CheckOrder(CommandResult command)
    {
        foreach (OptionResult option in (command.Parent as CommandResult)?.Children.OfType<OptionResult>().Where(option => !option.Implicit)
            ?? [])
        {
            command.AddError($"{option.Option.Name} stands before the command {command.Command.Name}; it must follow it.");
        }
    }

    private async Task<int> RunAsync(Func<Task> command, CancellationToken cancellation)
    {
        try
        {
            // On another thread: the library begins to listen for Ctrl+C when this method has returned its task.
            await Task.Run(command, cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("Stopped.");
            return Stopped;
        }
        catch (CommandFailure failure)
        {
            error.WriteLine(view.Ranks is { Rank: > 0 } ranks ? $"rank {ranks.Rank} of {ranks.Size}: {failure.Message}" : failure.Message);
            return Failed;
        }
        catch (TypeInitializationException exception) when (exception.GetBaseException() is InvalidOperationException cause)
        {
            // RNNGEN_THREADS or RNNGEN_SIMD has a value that cannot be used; the message says which.
            error.WriteLine(cause.Message);
            return Failed;
        }
    }
}
