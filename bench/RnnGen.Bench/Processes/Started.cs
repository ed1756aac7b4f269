using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RnnGen.Bench.Processes;

/// <summary>A published program, and how long it takes to its first line.</summary>
/// <param name="file">The executable.</param>
internal sealed class Started(string file)
{
    private const string Project = "bench/RnnGen.Bench.Start";

    /// <summary>Publishes the program, with intermediate files apart from those of other builds.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="native">With NativeAOT, or for the JIT.</param>
    /// <exception cref="InvalidOperationException">It cannot be published here; the message says why.</exception>
    public static Started Publish(string folder, bool native) =>
        Make(folder, "publish", "Release", $"-p:PublishAot={(native ? "true" : "false")}");

    /// <summary>Builds the program in one of its configurations.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="configuration"><c>Debug</c> or <c>Release</c>.</param>
    /// <exception cref="InvalidOperationException">It cannot be built here; the message says why.</exception>
    public static Started Build(string folder, string configuration) => Make(folder, "build", configuration);

    private static Started Make(string folder, string command, string configuration, params string[] options)
    {
        string output = Path.Combine(folder, "app"), project = Path.Combine(Repository(), Project);
        string[] arguments =
        [
            command, project, "-c", configuration, "-o", output, "--artifacts-path", Path.Combine(folder, "artifacts"), "-nologo",
            "-tl:off", .. options,
        ];
        (int exitCode, string text) = Run("dotnet", arguments);
        if (exitCode != 0)
        {
            string? reason = Array.Find(text.Split('\n'), line => line.Contains("error", StringComparison.Ordinal));
            throw new InvalidOperationException(reason?.Trim() ?? text);
        }

        string name = "RnnGen.Bench.Start" + (OperatingSystem.IsWindows() ? ".exe" : "");
        return new Started(Path.Combine(output, name));
    }

    /// <summary>Starts the program and waits for its line.</summary>
    /// <param name="argument">Its argument.</param>
    /// <returns>Milliseconds until the line was there, and what it says of the prediction alone.</returns>
    public (double Wall, double Prediction) Measure(string argument)
    {
        ProcessStartInfo start = new(file, [argument]) { RedirectStandardOutput = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadLine() ?? "";
        double wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        process.WaitForExit();
        return process.ExitCode == 0
            ? (wall, double.Parse(line, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{file} ended with exit code {process.ExitCode}.");
    }

    private static (int ExitCode, string Text) Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    /// <summary>The folder of the sources.</summary>
    public static string Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Project)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The sources of the started program are not there.");
    }
}
