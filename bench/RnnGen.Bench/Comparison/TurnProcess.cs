using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Bench.Generation;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Suites;

namespace RnnGen.Bench.Comparison;

/// <summary>One of the builds that are compared: a process of it that takes a sample of a case whenever it is asked.</summary>
internal sealed class TurnProcess : IDisposable
{
    /// <summary>Hidden command of this program; argument: the case.</summary>
    public const string Command = "turns";

    private const string First = "first: ";

    private readonly Process _process;

    /// <summary>Starts the process, which warms up.</summary>
    /// <param name="assembly">The bench of the build.</param>
    /// <param name="name">The case.</param>
    public TurnProcess(string assembly, string name)
    {
        ProcessStartInfo start = new("dotnet", [assembly, Command, name]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{assembly}' could not be started.");
        Read();
    }

    /// <summary>Cases that need a new process for each sample: what the JIT takes.</summary>
    public static IReadOnlyList<OurCase> FirstCases { get; } =
    [
        .. new[] { FirstCall.Predict, FirstCall.Train }.Select(kind => new OurCase(
            $"{First}{kind} TwoLayers28", () => _ => FirstCall.Run([nameof(Models.TwoLayers28), kind, "32", "28"]))),
        new($"{First}generate 10 models", static () => static _ => GeneratorRuns.First(10)),
    ];

    /// <summary>Whether a case needs a new process for each sample.</summary>
    /// <param name="name">The case.</param>
    public static bool IsFirst(string name) => name.StartsWith(First, StringComparison.Ordinal);

    /// <summary>Milliseconds of one call.</summary>
    public double Sample()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return Read();
    }

    /// <summary>What the process does: a line for each line that it reads.</summary>
    /// <param name="name">The case.</param>
    public static void Serve(string name)
    {
        OurCase one = FirstCases.Concat(OurCase.All).Single(one => one.Name == name);
        if (IsFirst(name))
        {
            Write(0);
            Console.ReadLine();
            long start = Stopwatch.GetTimestamp();
            one.Create()(1);
            Write(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return;
        }

        Action<int> run = one.Create();
        (int count, _) = WarmUp.Settle(new Contender(name, run), RaceSettings.Fine);
        Write(0);
        while (Console.ReadLine() is not null)
        {
            run(Math.Max(1, count / 4));
            long start = Stopwatch.GetTimestamp();
            run(count);
            Write(Stopwatch.GetElapsedTime(start).TotalMilliseconds / count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Read() => _process.StandardOutput.ReadLine() is { } line
        ? double.Parse(line, CultureInfo.InvariantCulture)
        : throw new EndOfStreamException("A build that is compared has ended without a sample; it has said why.");

    private static void Write(double milliseconds) => Console.WriteLine(milliseconds.ToString("R", CultureInfo.InvariantCulture));
}
