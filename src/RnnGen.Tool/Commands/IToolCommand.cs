using System;
using System.CommandLine;
using System.Threading;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary>A command of the tool.</summary>
internal interface IToolCommand
{
    /// <summary>Its name, arguments and options.</summary>
    Command Command { get; }

    /// <summary>Does it.</summary>
    /// <param name="result">A command line without faults.</param>
    /// <param name="cancellation">The user's wish to stop; looked at before anything is written.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ToolFailure">It cannot be done; nothing has been written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    int Run(ParseResult result, CancellationToken cancellation);
}
