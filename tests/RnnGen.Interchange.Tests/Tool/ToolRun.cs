using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Tool;
using RnnGen.Tool.Output;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

/// <summary>A run of the tool in this process.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => [.. Output.Split('\n').Select(line => line.TrimEnd())];

    public static async Task<ToolRun> StartAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await new ToolCommandLine(new ToolView(output, error)).RunAsync(arguments);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run that is done, without a word on the error stream.</summary>
    public static async Task<ToolRun> DoneAsync(params string[] arguments)
    {
        ToolRun run = await StartAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    /// <summary>A run that fails with one line, which begins with the tool and the file, and gives no result.</summary>
    public static async Task<string> RefusedAsync(string file, params string[] arguments)
    {
        ToolRun run = await StartAsync(arguments);
        Assert.Equal("", run.Output);
        Assert.StartsWith($"rnngen: {file}: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
        return OneLine(run.Error);
    }

    /// <summary>A run whose arguments are wrong.</summary>
    public static async Task<string> WrongAsync(params string[] arguments)
    {
        ToolRun run = await StartAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("rnngen: ", run.Error, StringComparison.Ordinal);
        return OneLine(run.Error);
    }

    private static string OneLine(string error)
    {
        Assert.EndsWith(Environment.NewLine, error, StringComparison.Ordinal);
        string line = error[..^Environment.NewLine.Length];
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("mistake of this tool", line, StringComparison.Ordinal);
        return line;
    }
}
