using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RnnGen.Bench.Processes;

/// <summary>This program again, in a process where nothing has been compiled yet.</summary>
internal static class FreshProcess
{
    /// <summary>Runs a command of this program that prints one number.</summary>
    /// <param name="arguments">The command.</param>
    public static double Number(params string[] arguments)
    {
        string program = Environment.ProcessPath!, assembly = typeof(FreshProcess).Assembly.Location;
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        ProcessStartInfo start = new(program, isHost ? [assembly, .. arguments] : arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
    }
}
