using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Denoise;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class DenoiseCommandTests
{
    private static readonly string[] Everything =
    [
        "--models", "dtln", "--input", "in.wav", "--output", "out.wav", "--noisy", "made.wav", "--report", "page.html", "--seed", "3",
        "--json", "results.json",
    ];

    [Fact]
    public void EveryOptionIsRead()
    {
        DenoiseOptions expected = new()
        {
            ModelFolder = "dtln",
            InputFile = "in.wav",
            OutputFile = "out.wav",
            NoisyFile = "made.wav",
            ReportFile = "page.html",
            Seed = 3,
            JsonFile = "results.json",
        };
        Assert.Equal(expected, SampleCommandLine.ParseDenoise(["denoise", .. Everything]));
        Assert.Equal(new DenoiseOptions(), SampleCommandLine.ParseDenoise("denoise"));
    }

    [Fact]
    public Task TheHelpNamesEveryOption() => SampleRun.AssertHelpAsync("denoise", Everything);

    [Fact]
    public async Task WithoutNetworksItMakesASoundAndSaysWhereTheyComeFrom()
    {
        using IdxFolder folder = new();
        string noisy = Path.Combine(folder.Path, "noisy.wav");
        SampleRun run = await SampleRun.StartAsync("denoise", "--noisy", noisy);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("https://github.com/breizhn/DTLN (MIT)", run.Output, StringComparison.Ordinal);
        Assert.Contains($"denoise --models DIR --input {noisy}", run.Output, StringComparison.Ordinal);
        Assert.Equal(NoisySpeech.Samples, WavFile.Read(noisy).Length);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task FaultsAreToldInOneLineAndNothingIsWritten()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "model_1.onnx"), output = Path.Combine(folder.Path, "clean.wav");
        await File.WriteAllTextAsync(file, "no network", TestContext.Current.CancellationToken);
        await AssertRefusedAsync("--input needs --models", "--input", file, "--output", output);
        await AssertRefusedAsync($"--models: {file}: ", "--models", folder.Path, "--output", output, "--noisy", output);
        File.Delete(file);
        await AssertRefusedAsync($"--models: {file}: ", "--models", folder.Path, "--output", output, "--noisy", output);
        await AssertRefusedAsync("--models is empty", "--models", "");
        await AssertRefusedAsync("--seed is '-1'", "--seed", "-1");
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    /// <summary>In the pauses the noise falls by 15 dB at least, while the sound as a whole, most of it voice, keeps its level.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task TheNoiseFallsAndTheVoiceStays(string seed)
    {
        using IdxFolder folder = new();
        string models = Models();
        string At(string name) => Path.Combine(folder.Path, name);
        SampleRun run = await SampleRun.StartAsync(
            "denoise", "--models", models, "--seed", seed, "--noisy", At("noisy.wav"), "--output", At("clean.wav"),
            "--report", At("page.html"), "--json", At("results.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string json = await File.ReadAllTextAsync(At("results.json"), TestContext.Current.CancellationToken);
        JsonElement result = JsonSerializer.Deserialize<JsonElement>(json)[0];
        double Number(string name) => result.GetProperty(name).GetDouble();
        Assert.True(Number("noiseBefore") - Number("noiseAfter") > 15, run.Output);
        Assert.InRange(Number("levelBefore") - Number("levelAfter"), -1, 3);
        Assert.Equal(NoisySpeech.Samples, WavFile.Read(At("clean.wav")).Length);
        string page = await File.ReadAllTextAsync(At("page.html"), TestContext.Current.CancellationToken);
        Assert.Contains("Spectrograms", page, StringComparison.Ordinal);
        Assert.Contains("DtlnFrames", page, StringComparison.Ordinal);

        // The sound as a file: the same samples but for their sixteen bits.
        SampleRun again = await SampleRun.StartAsync(
            "denoise", "--models", models, "--input", At("noisy.wav"), "--output", At("again.wav"), "--report", At("page.html"));
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        float[] clean = WavFile.Read(At("clean.wav")), second = WavFile.Read(At("again.wav"));
        for (int i = 0; i < clean.Length; i++)
        {
            Assert.Equal(clean[i], second[i], 0.01f);
        }
    }

    [Fact]
    public async Task SoundsOfAnotherRateAreRefused()
    {
        using IdxFolder folder = new();
        string path = Path.Combine(folder.Path, "fast.wav"), models = Models();
        WavFile.Write(path, new float[100]);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        BitConverter.TryWriteBytes(bytes.AsSpan(24), 48_000);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await AssertRefusedAsync($"{path}: it has 48000 samples a second", "--models", models, "--input", path);
    }

    private static string Models()
    {
        string? folder = NearbyFolder.Find("RNNGEN_MODELS", "models", "dtln");
        Assert.SkipWhen(folder is null, "No models of DTLN: set RNNGEN_MODELS.");
        return folder;
    }

    private static async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(["denoise", .. arguments]);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
