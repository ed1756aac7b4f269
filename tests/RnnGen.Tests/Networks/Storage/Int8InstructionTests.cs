using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// Products of bytes without the instructions that multiply four at once: a child process, whose JIT knows fewer of them, hashes what it
/// predicts.
/// </summary>
public sealed class Int8InstructionTests
{
    private const string Kernel = "d4160e4b9c58186dbc68bf12ed5aa835a1d3067e410f38f5945e7a5df77b2fb7";
    private const string Model = "fda3e269dd191292247f3171ab75c047de5c0243e082fe46c65138c9cade65ec";

    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_EnableAVXVNNI")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    [InlineData("", "128")]
    [InlineData("", "256")]
    [InlineData("DOTNET_EnableAVXVNNI", "256")]
    public void TheBitsAreTheSame(string withheld, string? vectorBits = null)
    {
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string probe = Path.Combine(
            output, "../../../../RnnGen.JitProbe/bin", configuration, Path.GetFileName(output), "RnnGen.JitProbe.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe, "int8"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["RNNGEN_SIMD"] = vectorBits;
        if (withheld.Length > 0)
        {
            start.Environment[withheld] = "0";
        }

        using Process process = Process.Start(start)!;
        string[] hashes = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Kernel, hashes[0]);

        // Without AVX2 the JIT has no fused multiply-add either: floats agree to rounding then, and what is made of them.
        if (withheld is not ("DOTNET_EnableAVX2" or "DOTNET_EnableHWIntrinsic"))
        {
            Assert.Equal(Model, hashes[1]);
        }
    }
}
