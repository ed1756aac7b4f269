using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace RnnGen.Tests.Packaging;

/// <summary>Runs other programs.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end, its input closed.</summary>
    /// <exception cref="TimeoutException">It runs longer than <see cref="Limit"/>; it has been ended.</exception>
    public static async Task<CommandResult> Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own MSBuild must not reach into a build that starts here.
        foreach (string name in start.Environment.Keys
            .Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran longer than {Limit}.");
        }

        return new CommandResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a <c>dotnet</c> build command that leaves no server behind.</summary>
    public static Task<CommandResult> Dotnet(string folder, string command, params IEnumerable<string> arguments) =>
        Run(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [command, .. arguments, "--disable-build-servers"]);
}

/// <summary>How a program ended.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public override string ToString() => $"{CommandLine}\nexit code {ExitCode}\n{Output}\n{Errors}";
}
