using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Mpi.Tests.Support;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary>The sample under <c>mpirun</c>: what it prints is what one process prints, once, but for the times.</summary>
[Trait("Category", "Numerics")]
public sealed class SampleTests
{
    [Theory]
    [InlineData(Launcher.OpenMpi, "mnist", "--iterations", "10")]
    [InlineData(Launcher.OpenMpi, "vowels", "--epochs", "3")]
    [InlineData(Launcher.Mpich, "chars", "--epochs", "1", "--length", "40")]
    public void PrintsWhatOneProcessPrints(string mpi, params string[] arguments)
    {
        Launcher launcher = Launcher.Of(mpi);
        using TemporaryFolder temporary = new();

        // Neither cache nor network: built-in digits.
        IReadOnlyDictionary<string, string> variables =
            Variables.Of(("XDG_DATA_HOME", temporary["data"]), ("https_proxy", "http://127.0.0.1:9"));

        JobResult alone = MpiJob.RunSample(null, 1, variables, [.. arguments, "--json", temporary["alone.json"]]);
        JobResult together = MpiJob.RunSample(launcher, 2, variables, [.. arguments, "--json", temporary["together.json"]]);

        Assert.True(alone.ExitCode == 0, alone.ToString());
        Assert.True(together.ExitCode == 0, together.ToString());
        Assert.NotEmpty(Numbers(alone));
        Assert.Equal(Numbers(alone), Numbers(together));
        Assert.Equal(Colons("alone.json"), Colons("together.json"));

        // As many values, whatever the times are.
        int Colons(string file) => File.ReadAllText(temporary[file]).Split(':').Length;
    }

    [Fact]
    public void AnErrorIsSaidOnceForAll()
    {
        JobResult run = MpiJob.RunSample(Launcher.Of(Launcher.Mpich), 2, null, "vowels", "--epochs", "none");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Single(run.Errors.Concat(run.Output), line => line.Contains("(See --help.)", StringComparison.Ordinal));
    }

    /// <summary>Lines with losses and accuracies, up to the times.</summary>
    private static string[] Numbers(JobResult run) =>
    [
        .. run.Output
            .Where(line => line.StartsWith("Iter ", StringComparison.Ordinal) || line.StartsWith("Epoch ", StringComparison.Ordinal)
                || line.StartsWith("Accuracy on all", StringComparison.Ordinal) || line.StartsWith("Best after", StringComparison.Ordinal))
            .Select(line => line.Split(';')[0])
            .Select(line => line.EndsWith(" s", StringComparison.Ordinal) ? line[..line.LastIndexOf(',')] : line),
    ];
}
