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
    /// <summary>Rows are predicted in groups; what is wrong with the last row is seen before the first group.</summary>
    [Fact]
    public void AWrongLengthOfTheLastRowIsSeenBeforeAnyWork()
    {
        const int Rows = 40, Steps = 20_000;
        OneFeature model = new(1);
        int[] lengths = new int[Rows];
        lengths[^1] = Steps + 1;
        float[] outputs = new float[(int)OneFeature.Description.OutputCount(Rows, Steps)];
        outputs.AsSpan().Fill(7);
        OneFeature.State[] states = new OneFeature.State[Rows];
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(
            new SequenceBatch(new float[Rows * Steps], Rows, Steps) { Lengths = lengths }, outputs, default, states));
        Assert.StartsWith($"Row {Rows - 1} has length {Steps + 1}; it must be 0 to {Steps}.", exception.Message, StringComparison.Ordinal);
        Expect.Filled(outputs, 7, "an output");
    }

    /// <summary>A pass that is refused leaves the last one as it was: its lengths, and what goes back through it.</summary>
    [Fact]
    public void ARefusedPassLeavesTheLastOneAsItWas()
    {
        CharacterModel model = new(1);
        CharacterModel.Trainer trainer = model.CreateTrainer();
        int[] tokens = [1, 2, 3, 4, 5, 6], lengths = [3, 1], labels = [0, 1, 2, 3, 4, 5];
        float[] upstream = new float[6 * CharacterModel.OutputSize];
        upstream.AsSpan().Fill(0.5f);
        TokenBatch batch = new(tokens, 2, 3) { Lengths = lengths };
        trainer.Forward(batch, default);
        trainer.Backward(upstream);
        float[] expected = trainer.Gradients.ToArray();

        trainer.Forward(batch, default);
        Refused(() => trainer.ComputeGradients(new TokenBatch([1, 2, 3, 4, 5, 11], 2, 3), labels));
        Refused(() => trainer.ComputeGradients(new TokenBatch([1, 2, 3, 4, 5, 6], 2, 3) { Lengths = [1, 4] }, labels));
        Refused(() => trainer.ComputeGradients(new TokenBatch([7, 7, 7, 7, 7, 7], 2, 3), [0, 1, 2, 3, 4, 11]));
        trainer.Backward(upstream);
        Expect.SameBits(expected, trainer.Gradients, "gradients of the last pass");

        static void Refused(Func<object> pass) => Assert.Throws<ArgumentOutOfRangeException>(pass);
    }

    [Theory]
    [InlineData("aliased lengths")]
    [InlineData("aliased tokens")]
    [InlineData("changing lengths")]
    [InlineData("changing lengths of many rows")]
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
        string probe = Path.Combine(
            output, "../../../../RnnGen.MemoryProbe/bin", configuration, Path.GetFileName(output), "RnnGen.MemoryProbe.dll");
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
            Task<string> problem = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"The probe ended with {process.ExitCode}: {await problem}{await errors}");
        }
        finally
        {
            process.Kill();
        }
    }
}

[RnnModel(InputSize = 1), Rnn(2)]
internal sealed partial class OneFeature;
