using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace RnnGen.Mpi.Tests.Support;

/// <summary>Ranks of the probe that run under a launcher, or one without any.</summary>
internal sealed class MpiJob : IDisposable
{
    /// <summary>Far more than any job here takes: one that hangs fails its test.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Lines _output, _errors;
    private readonly string _command;

    private int _linesSeen;

    private MpiJob(ProcessStartInfo start)
    {
        _command = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        _process = Process.Start(start)!;
        _output = new Lines(_process.StandardOutput);
        _errors = new Lines(_process.StandardError);
    }

    /// <summary>Starts ranks of the probe.</summary>
    /// <param name="launcher">What starts them; null for one process that nothing has launched.</param>
    /// <param name="ranks">How many.</param>
    /// <param name="variables">Environment variables of all ranks.</param>
    /// <param name="arguments">What the probe is to do.</param>
    public static MpiJob Start(
        Launcher? launcher, int ranks, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> arguments)
    {
        return Start(launcher, ranks, variables, Built("tests", "RnnGen.MpiProbe"), arguments);
    }

    /// <summary>Runs ranks of the sample to their end.</summary>
    public static JobResult RunSample(
        Launcher? launcher, int ranks, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> arguments)
    {
        using MpiJob job = Start(launcher, ranks, variables, Built("src", "RnnGen.Sample"), arguments);
        job._process.StandardInput.Close();
        return job.Wait();
    }

    private static MpiJob Start(
        Launcher? launcher, int ranks, IReadOnlyDictionary<string, string>? variables, string assembly, IEnumerable<string> arguments)
    {
        string[] program = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", assembly, .. arguments];
        ProcessStartInfo start = launcher is null
            ? new ProcessStartInfo(program[0], program[1..])
            : new ProcessStartInfo(launcher.Program, [.. launcher.Options, "-n", $"{ranks}", .. program]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;

        // Open MPI wants to be told that root knows what it does; and it gives ranks a terminal, for which .NET has codes.
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new MpiJob(start);
    }

    /// <summary>Runs ranks of the probe to their end.</summary>
    public static JobResult Run(
        Launcher? launcher, int ranks, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> arguments)
    {
        using MpiJob job = Start(launcher, ranks, variables, arguments);
        job._process.StandardInput.Close();
        return job.Wait();
    }

    /// <summary>Waits for a line of any rank's output.</summary>
    /// <returns>What stands after a beginning.</returns>
    public string WaitFor(string beginning) =>
        _output.WaitFor(beginning, Limit) ?? throw Missing(beginning);

    /// <summary>Waits for the next line of the output that has a beginning.</summary>
    /// <returns>What stands after it.</returns>
    public string Next(string beginning) => _output.Next(beginning, Limit, ref _linesSeen) ?? throw Missing(beginning);

    /// <summary>Gives rank 0 a line.</summary>
    public void Continue()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the end.</summary>
    public JobResult Wait()
    {
        if (!_process.WaitForExit(Limit))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_command} ran longer than {Limit}.\n{_output}\n{_errors}");
        }

        return new JobResult(_command, _process.ExitCode, _output.ToEnd(), _errors.ToEnd());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private InvalidOperationException Missing(string beginning) => new($"No line began with '{beginning}'.\n{Wait()}");

    private static string Built(string folder, string project)
    {
        // bin/<configuration>/<framework>/ of this project, and of the other one.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        return Path.GetFullPath(
            Path.Combine(output, "../../../../..", folder, project, "bin", configuration, Path.GetFileName(output), $"{project}.dll"));
    }

    /// <summary>A stream, read while the process runs.</summary>
    private sealed class Lines
    {
        private readonly List<string> _lines = [];
        private readonly Task _reading;

        public Lines(StreamReader reader) => _reading = Task.Run(() => Read(reader));

        public string? WaitFor(string beginning, TimeSpan limit)
        {
            int seen = 0;
            return Next(beginning, limit, ref seen);
        }

        /// <param name="beginning">What the line begins with.</param>
        /// <param name="limit">How long to wait.</param>
        /// <param name="seen">Lines that are not meant.</param>
        public string? Next(string beginning, TimeSpan limit, ref int seen)
        {
            long started = Stopwatch.GetTimestamp();
            lock (_lines)
            {
                while (true)
                {
                    for (; seen < _lines.Count; seen++)
                    {
                        if (_lines[seen].StartsWith(beginning, StringComparison.Ordinal))
                        {
                            return _lines[seen++][beginning.Length..];
                        }
                    }

                    if (_reading.IsCompleted || Stopwatch.GetElapsedTime(started) > limit)
                    {
                        return null;
                    }

                    Monitor.Wait(_lines, TimeSpan.FromMilliseconds(100));
                }
            }
        }

        /// <summary>All lines. Whoever was killed may have left its output open to others, which end soon.</summary>
        public IReadOnlyList<string> ToEnd()
        {
            _reading.Wait(TimeSpan.FromSeconds(10));
            lock (_lines)
            {
                return [.. _lines];
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }

        private void Read(StreamReader reader)
        {
            while (reader.ReadLine() is string line)
            {
                lock (_lines)
                {
                    _lines.Add(line);
                    Monitor.PulseAll(_lines);
                }
            }
        }
    }
}

/// <summary>How a job ended.</summary>
internal sealed record JobResult(string Command, int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)
{
    /// <summary>What stands after a beginning, of each line that has it.</summary>
    public string[] After(string beginning) =>
        [.. Output.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Select(line => line[beginning.Length..])];

    /// <summary>Everything, for the message of a failed assertion.</summary>
    public override string ToString() =>
        $"{Command}\nexit code {ExitCode}\n{string.Join('\n', Output)}\n{string.Join('\n', Errors)}";
}
