using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Sample.Digits;
using RnnGen.Sample.Output;

namespace RnnGen.Sample.Mnist;

/// <summary>From arguments to an exit code: the command <c>mnist</c>, which is also what happens when no command is named.</summary>
/// <param name="view">Receives the results.</param>
/// <param name="output">Receives the help.</param>
/// <param name="error">Receives errors, one line each.</param>
internal sealed class MnistCommandLine(IProgramView view, TextWriter output, TextWriter error)
{
    /// <summary>Exit code after an error.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl+C, as shells expect it.</summary>
    public const int Stopped = 130;

    /// <summary>Where the data may come from, unless <c>--data</c> names a folder.</summary>
    public MnistDownloadOptions Sources { get; init; } = new();

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        MnistCommandOptions options = new();
        ParseResult result = Commands(options).Parse(arguments);

        // The library prints all of the help after an error; the error is what matters.
        if (result.Action is ParseErrorAction)
        {
            error.WriteLine($"{string.Join(' ', result.Errors.Select(problem => problem.Message))} (See --help.)");
            return Failed;
        }

        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        return await result.InvokeAsync(configuration).ConfigureAwait(false);
    }

    /// <summary>What a command line asks for; for tests.</summary>
    /// <param name="arguments">The command line, without faults.</param>
    public static MnistOptions Parse(params string[] arguments)
    {
        MnistCommandOptions options = new();
        MnistCommandLine program = new(new PlainView(TextWriter.Null), TextWriter.Null, TextWriter.Null);
        return options.Read(program.Commands(options).Parse(arguments));
    }

    private RootCommand Commands(MnistCommandOptions options)
    {
        const string Description = $"Trains {Network.Layers} on handwritten digits, compiled unrolled (static) and as a loop (dynamic).";
        Command mnist = new("mnist", Description);
        RootCommand root = new($"{Description} Without a command: mnist.");
        root.Subcommands.Add(mnist);
        Command[] commands = [root, mnist];
        foreach (Command command in commands)
        {
            options.AddTo(command);
            command.SetAction((result, cancellation) => RunAsync(options.Read(result), cancellation));
        }

        return root;
    }

    private async Task<int> RunAsync(MnistOptions options, CancellationToken cancellation)
    {
        try
        {
            // On another thread: the library begins to listen for Ctrl+C when this method has returned its task.
            await Task.Run(() => new MnistCommand(options, Sources, view).RunAsync(cancellation), cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("Stopped.");
            return Stopped;
        }
        catch (CommandFailure failure)
        {
            error.WriteLine(failure.Message);
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
