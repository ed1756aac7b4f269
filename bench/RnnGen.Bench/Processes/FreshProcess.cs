using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Bench.Processes;

/// <summary>This program again, in a process where nothing has been compiled yet.</summary>
internal static class FreshProcess
{
    /// <summary>What starts this program: itself, or the host of .NET with its assembly.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            string program = Environment.ProcessPath!;
            bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return isHost ? [program, typeof(FreshProcess).Assembly.Location] : [program];
        }
    }

    /// <summary>Runs a command of this program that prints one number.</summary>
    /// <param name="arguments">The command.</param>
    public static double Number(params string[] arguments)
    {
        ProcessStartInfo start = new(Command[0], [.. Command.Skip(1), .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
    }
}
