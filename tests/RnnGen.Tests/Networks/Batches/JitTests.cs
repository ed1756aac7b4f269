using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// The JIT gives up optimising a method of more than 60,000 bytes of IL, 20,000 instructions or 2,000 basic blocks. No generated
/// method may come to that: a child process runs every entry point of some models and has the JIT list what it did.
/// </summary>
[Collection(ExclusiveCollection.Name)]
public sealed partial class JitTests
{
    private const string Oversized = "Oversized:Run";

    private static readonly string[] Models =
    [
        "StaticDigits", "DynamicDigits", "Static400", "Static1000", "DynamicOutputs", "PredictionOnly",
    ];

    [Fact]
    public void EveryGeneratedMethodIsOptimised()
    {
        List<(string Method, string Tier)> compiled = CompileProbe();
        List<string> bad = [.. compiled.Where(line => line.Tier != "FullOpts").Select(line => $"{line.Method} [{line.Tier}]")];

        // The deliberately oversized method proves that the listing shows what it is read for.
        Assert.Single(
            bad, line => line.Contains(Oversized, StringComparison.Ordinal) && line.Contains("MinOpts", StringComparison.Ordinal));
        Assert.All(bad, line => Assert.Contains(Oversized, line, StringComparison.Ordinal));
        foreach (string chunk in new[]
        {
            "StaticDigits+Schedule:Lstm0Steps0To7[",
            "StaticDigits+Schedule:Gru1BackwardSteps24To27[",
            "Static1000+Schedule:Gru1RepeatedSteps[",
            "Softmax:Rows(",
            "Kernels:Multiply[RnnGen.Generated.Simd128",
        })
        {
            Assert.Contains(compiled, line => line.Method.Contains(chunk, StringComparison.Ordinal));
        }

        foreach (string model in Models)
        {
            string[] methods =
            [
                .. compiled
                    .Where(line => line.Method.StartsWith($"RnnGen.JitProbe.{model}", StringComparison.Ordinal))
                    .Select(line => line.Method),
            ];
            foreach (string entry in new[]
            {
                "+Workspace:Forward[RnnGen.Generated.Simd256,RnnGen.Generated.PredictionPass", "RnnGen.Generated.HistoryPass", ":StepFlat",
            })
            {
                Assert.Contains(methods, method => method.Contains(entry, StringComparison.Ordinal));
            }

            Assert.Contains(
                methods,
                method => method.Contains("+RowStages:", StringComparison.Ordinal) && method.Contains("Simd256", StringComparison.Ordinal));

            // The schedule of a step may be inlined; it alone calls the stages of a step.
            Assert.Contains(
                methods,
                method => method.Contains("+StepStages:", StringComparison.Ordinal)
                    && method.Contains("Simd256", StringComparison.Ordinal));
            Assert.Contains(
                methods,
                method => method.Contains("+StepStages:", StringComparison.Ordinal)
                    && method.Contains("Simd512", StringComparison.Ordinal));
            Assert.Contains(
                methods,
                method => method.Contains("+Schedule:Steps[", StringComparison.Ordinal)
                    && method.Contains("Simd512", StringComparison.Ordinal));
            string[] training = model == "PredictionOnly"
                ? []
                :
                [
                    "+Workspace:Backward[RnnGen.Generated.Simd256", "Backward[RnnGen.Generated.Simd256",
                    "Weights[RnnGen.Generated.Simd128",
                ];
            foreach (string entry in training)
            {
                Assert.Contains(methods, method => method.Contains(entry, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>
    /// A method in which much is inlined passes the JIT's budget without a word: from there on each vector operation is a call, several
    /// times slower. An operation that is compiled by itself has been called.
    /// </summary>
    [Fact]
    public void EveryVectorOperationIsInlined()
    {
        List<(string Method, string Tier)> compiled = CompileProbe();
        Assert.Contains(compiled, line => line.Method.Contains("RnnGen.Generated.Simd256", StringComparison.Ordinal));

        // Vectors wider than the hardware's are pairs, whose parts take up the budget; nobody computes with them.
        List<string> called = [.. compiled.Select(line => line.Method).Where(method => Operation().IsMatch(method))];
        foreach (int bits in new[] { 128, 256, 512 })
        {
            Assert.True(
                bits > SimdSupport.HardwareVectorBits || !called.Exists(method => method.Contains($"Simd{bits}", StringComparison.Ordinal)),
                string.Join('\n', called));
        }
    }

    private static List<(string Method, string Tier)> CompileProbe()
    {
        // bin/<configuration>/<framework>/ of this project beside that of the probe.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string probe = Path.Combine(
            output, "../../../../RnnGen.JitProbe/bin", configuration, Path.GetFileName(output), "RnnGen.JitProbe.dll");
        string listing = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe])
            {
                RedirectStandardError = true,
            };
            start.Environment["DOTNET_TieredCompilation"] = "0";
            start.Environment["DOTNET_TieredPGO"] = "0";
            start.Environment["DOTNET_JitStdOutFile"] = listing;
            start.Environment["DOTNET_JitDisasmSummary"] = "1";
            start.Environment.Remove("RNNGEN_SIMD");
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"The probe ended with {process.ExitCode}: {errors}");
            return Parse(File.ReadLines(listing));
        }
        finally
        {
            File.Delete(listing);
        }
    }

    private static List<(string Method, string Tier)> Parse(IEnumerable<string> lines)
    {
        List<(string Method, string Tier)> compiled = [];
        foreach (string line in lines)
        {
            Match match = Line().Match(line);
            if (match.Success && match.Groups["method"].Value.StartsWith("RnnGen.", StringComparison.Ordinal))
            {
                compiled.Add((match.Groups["method"].Value, match.Groups["tier"].Value));
            }
        }

        return compiled;
    }

    [GeneratedRegex(@"^RnnGen\.Generated\.(ISimd`1\[[^\]]*\]|Simd(128|256|512)|VectorMath):")]
    private static partial Regex Operation();

    // "  12: JIT compiled RnnGen.X:Method[...](...) [FullOpts, IL size=1, code size=2]"
    [GeneratedRegex(@"JIT compiled (?<method>.+) \[(?<tier>[^,\[\]]+), IL size=")]
    private static partial Regex Line();
}
