using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Attack.Tests;

/// <summary>Runs an attack in a process of its own, which may hang or break down: then the round is known in which it did.</summary>
internal static class AttackRun
{
    /// <summary>A process whose round has not ended for so long is taken for one that never will.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Hangs and breakdowns after which a run ends.</summary>
    private const int Most = 5;

    /// <summary>Fails with everything that the attack found.</summary>
    /// <param name="kind">The attack.</param>
    /// <param name="rounds">Rounds, unless <c>RNNGEN_ATTACK_ROUNDS</c> says otherwise.</param>
    public static void Survives(string kind, long rounds)
    {
        string seed = Variable("RNNGEN_ATTACK_SEED", "1");
        rounds = long.Parse(Variable("RNNGEN_ATTACK_ROUNDS", rounds.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        StringBuilder report = new();
        int broken = 0;
        for (long round = 0; round < rounds && broken < Most; round++)
        {
            (long last, string? how) = Run(kind, seed, round, rounds - round, report);
            if (how is null)
            {
                break;
            }

            report.Append(CultureInfo.InvariantCulture, $"FAILED {kind} {seed} {last}: {how}\n");
            round = last;
            broken++;
        }

        Assert.True(
            report.Length == 0, $"Repeat one with: dotnet run -c Release --project tests/RnnGen.Attack -- KIND SEED ROUND 1\n{report}");
    }

    private static (long Round, string? How) Run(string kind, string seed, long first, long count, StringBuilder report)
    {
        using TemporaryFolder folder = new();
        using AttackProgress progress = new(folder["progress"]);
        progress.Begin(first, null);
        using Process process = Start(kind, seed, first, count, folder["progress"]);
        process.OutputDataReceived += (_, line) => Add(report, line.Data);
        process.ErrorDataReceived += (_, line) => Add(report, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        long round = first;
        Stopwatch sinceRound = Stopwatch.StartNew();
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            if (progress.Round != round)
            {
                round = progress.Round;
                sinceRound.Restart();
            }
            else if (sinceRound.Elapsed > Patience || TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                process.Kill();
                process.WaitForExit();
                return (round, FormattableString.Invariant($"not ended after {Patience.TotalSeconds} s\n{progress.Input}"));
            }
        }

        // The output is read to its end.
        process.WaitForExit();
        return process.ExitCode is 0 or 1
            ? (first + count, null)
            : (progress.Round, FormattableString.Invariant($"the process broke down with {process.ExitCode}\n{progress.Input}"));
    }

    private static void Add(StringBuilder report, string? line)
    {
        if (line is not null)
        {
            lock (report)
            {
                report.Append(line).Append('\n');
            }
        }
    }

    private static Process Start(string kind, string seed, long first, long count, string progress)
    {
        // bin/<configuration>/<framework>/ of this project beside that of the program.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string program = Path.Combine(
            output, "../../../../RnnGen.Attack/bin", configuration, Path.GetFileName(output), "RnnGen.Attack.dll");
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, kind, seed, first.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture), progress])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What claims a size that it does not have gets an exception, not the memory of the machine.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        return Process.Start(start)!;
    }

    private static string Variable(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : otherwise;
}
