using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace RnnGen.Reports.Tests.Browser;

/// <summary>A headless Chromium of this machine with a profile of its own, ended with the test.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>Environment variable that names the program.</summary>
    public const string EnvironmentVariable = "RNNGEN_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _profile;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Path of the program, or <see langword="null"/>.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Why a test is skipped.</summary>
    public static string Missing =>
        $"No Chromium: none of {string.Join(", ", Names)} is on the path, and {EnvironmentVariable} names none.";

    /// <summary>Starts it and connects to its only page.</summary>
    /// <param name="cancellation">The end of the test.</param>
    public static async Task<(Chromium Browser, Page Page)> StartAsync(CancellationToken cancellation)
    {
        string profile = Directory.CreateTempSubdirectory("rnngen-chromium-").FullName;
        ProcessStartInfo start = new(Path!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            // The sandbox needs rights that a container does not give; nothing but the tests' own files is opened.
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
            "--window-size=1200,900", $"--user-data-dir={profile}", "about:blank",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Chromium browser = new(Process.Start(start)!, profile);
        try
        {
            // Its pipes must be read, or it waits for a reader once they are full.
            browser._process.ErrorDataReceived += static (_, _) => { };
            browser._process.OutputDataReceived += static (_, _) => { };
            browser._process.BeginErrorReadLine();
            browser._process.BeginOutputReadLine();
            return (browser, await Page.ConnectAsync(await browser.PortAsync(cancellation), cancellation));
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still be writing; the system clears its temporary files in time.
        }
    }

    /// <summary>The port that it chose, which it writes into its profile.</summary>
    private async Task<int> PortAsync(CancellationToken cancellation)
    {
        string file = System.IO.Path.Combine(_profile, "DevToolsActivePort");
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited;)
        {
            // Between creation and content the file is empty for a moment.
            if (File.Exists(file) && await File.ReadAllLinesAsync(file, cancellation) is [string port, ..]
                && int.TryParse(port, out int number))
            {
                return number;
            }

            await Task.Delay(50, cancellation);
        }

        throw new InvalidOperationException($"{Path} did not open its debugging port.");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new InvalidOperationException($"{EnvironmentVariable} is '{named}', where there is no file.");
        }

        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        return folders.SelectMany(folder => Names, System.IO.Path.Combine).FirstOrDefault(File.Exists);
    }
}
