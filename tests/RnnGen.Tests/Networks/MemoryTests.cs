using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// What decides an address is copied once, and the copy is what is checked. Where it is not, an access outside a buffer ends the
/// process, which therefore is a child.
/// </summary>
[Collection(ExclusiveCollection.Name)]
public sealed class MemoryTests
{
    [Theory]
    [InlineData("aliased lengths")]
    [InlineData("aliased tokens")]
    [InlineData("changing lengths")]
    [InlineData("changing tokens")]
    [InlineData("changing labels")]
    [InlineData("changing heads")]
    [InlineData("interruptions")]
    [InlineData("shared trainer")]
    public async Task AnAttackDoesNotSucceed(string attack)
    {
        // bin/<configuration>/<framework>/ of this project beside that of the probe.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string probe = Path.Combine(output, "../../../../RnnGen.MemoryProbe/bin", configuration, Path.GetFileName(output), "RnnGen.MemoryProbe.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe, attack])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;

        // A hang is one way to fail.
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        try
        {
            Task<string> problem = process.StandardOutput.ReadToEndAsync(patience.Token), errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"The probe ended with {process.ExitCode}: {await problem}{await errors}");
        }
        finally
        {
            process.Kill();
        }
    }
}
