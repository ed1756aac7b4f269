using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Digits;
using RnnGen.Sample.Output;
using Xunit;

namespace RnnGen.Tests.Sample;

/// <summary>A run of the sample program in this process, without a network, on few built-in digits.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split(Environment.NewLine);

    public static async Task<SampleRun> StartAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        string noCache = Path.Combine(Path.GetTempPath(), $"rnngen-tests-{Guid.NewGuid():N}");
        SampleCommandLine program = new(new PlainView(output), output, error)
        {
            Sources = new MnistDownloadOptions
            {
                CacheDirectory = noCache,
                Mirrors = [],
                ValidationSize = 50,
                BuiltInTrainingCount = 450,
                BuiltInTestCount = 200,
            },
        };
        try
        {
            int exitCode = await program.RunAsync(arguments);
            return new SampleRun(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            if (Directory.Exists(noCache))
            {
                Directory.Delete(noCache, recursive: true);
            }
        }
    }

    /// <summary>The help of a command names every option, and that of the program the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">A command line with every option of it.</param>
    public static async Task AssertHelpAsync(string command, IEnumerable<string> arguments)
    {
        SampleRun run = await StartAsync(command, "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)),
            option => Assert.Contains(option, run.Output));
        Assert.Contains(command, (await StartAsync("--help")).Output);
    }
}
