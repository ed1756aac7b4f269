using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Tool.Commands;
using RnnGen.Tool.Output;

namespace RnnGen.Tool;

/// <summary>From arguments to an exit code.</summary>
/// <param name="view">Receives results and errors.</param>
internal sealed class ToolCommandLine(ToolView view)
{
    private const string Description =
        "Networks of other frameworks as RnnGen's classes, and back. Reads ONNX, Keras, state dictionaries of PyTorch (safetensors, JSON), "
        + "RTNeural and Neural Amp Modeler. Exit codes: 0 done, 1 numbers differ or a file was refused, 2 wrong use.";

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        ParseResult result = Commands().Parse(arguments);

        // The library prints all of the help after an error; the error is what matters.
        if (result.Action is ParseErrorAction)
        {
            view.Fault($"{string.Join(' ', result.Errors.Select(problem => problem.Message))} (See --help.)");
            return ExitCodes.WrongUse;
        }

        InvocationConfiguration configuration = new()
        {
            Output = view.Output,
            Error = view.Error,
            EnableDefaultExceptionHandler = false,
        };
        return await result.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private RootCommand Commands()
    {
        RootCommand root = new(Description);
        IToolCommand[] commands =
        [
            new InspectCommand(view), new ImportCommand(view), new ExportCommand(view), new ConvertCommand(view), new VerifyCommand(view),
        ];
        foreach (IToolCommand command in commands)
        {
            command.Command.SetAction((result, cancellation) => RunAsync(() => command.Run(result, cancellation), cancellation));
            root.Subcommands.Add(command.Command);
        }

        return root;
    }

    private async Task<int> RunAsync(Func<int> command, CancellationToken cancellation)
    {
        try
        {
            // On another thread: the library begins to listen for Ctrl+C when this method has returned its task.
            return await Task.Run(command, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            view.Fault("stopped.");
            return ExitCodes.Stopped;
        }
        catch (ToolFailure failure)
        {
            view.Fault(failure.Message);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // The last resort of a program: whatever it was, one line and an exit code, never a stack trace.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            view.Fault($"a mistake of this tool, {failure.GetType().Name}: {failure.Message}");
            return ExitCodes.Refused;
        }
    }
}
