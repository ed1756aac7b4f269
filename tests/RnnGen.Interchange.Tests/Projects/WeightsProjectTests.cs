using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Dtln;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tests.Packaging;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Projects;

/// <summary>Weights in the assembly, from the package to the outputs: built, edited, built again, and published with NativeAOT.</summary>
public sealed partial class WeightsProjectTests(WeightsProject project) : IClassFixture<WeightsProject>
{
    private const int Bins = 257;

    /// <summary>One way through the life of a project, since each build takes its time.</summary>
    [Fact]
    public async Task AProjectLivesWithItsFiles()
    {
        // Built: what the files say.
        WriteSignal();
        project.CopyNetwork();
        IRnnModel first = WeightsProject.Own(seed: 1), second = WeightsProject.Own(seed: 2);
        first.Parameters.Save(project.WeightsFile);
        await Builds("own.safetensors", "denoiser.onnx");
        Assert.Equal(WeightsProject.Expected(first), await project.Run("jit"));
        AgreesWithOnnxRuntime();

        // Built again: nothing runs.
        await Builds();

        // One of them edited: it alone runs.
        second.Parameters.Save(project.WeightsFile);
        await Builds("own.safetensors");
        Assert.Equal(WeightsProject.Expected(second), await project.Run("jit"));
        AgreesWithOnnxRuntime();

        // An older file in its place is another file too.
        first.Parameters.Save(project.WeightsFile);
        File.SetLastWriteTimeUtc(project.WeightsFile, DateTime.UtcNow.AddDays(-1));
        await Builds("own.safetensors");
        Assert.Equal(WeightsProject.Expected(first), await project.Run("jit"));

        if (project.Denoiser is not null)
        {
            // The other one edited.
            Network edited = Edited(OnnxReader.Read(project.Denoiser).Network);
            OnnxWriter.Write(edited, project.NetworkFile, new OnnxWriterOptions { Streaming = true });
            await Builds("denoiser.onnx");
            await project.Run("jit");
            IRnnModel model = ClassCompiler.Create(edited);
            float[] expected = new float[DtlnSignal.Frames * Bins];
            model.Predict(new SequenceBatch(DtlnSignal.Magnitudes(Bins), 1, DtlnSignal.Frames), expected);
            Agreement.Of(Frames(), expected, "the edited network");
        }

        await RefusesWhatIsWrong(first);
    }

    [Fact]
    public async Task NativeAotHasTheSameOutputs()
    {
        WriteSignal();
        IRnnModel model = WeightsProject.Own(seed: 3);
        model.Parameters.Save(project.WeightsFile);
        project.CopyNetwork();
        CommandResult publish = await project.Publish();
        Assert.SkipWhen(MissingPart().IsMatch(publish.Output), "NativeAOT needs its compiler's package and a linker (clang or gcc).");
        Assert.True(publish.ExitCode == 0, publish.ToString());
        Assert.DoesNotMatch(@"\bwarning [A-Z]+[0-9]+", publish.Output);
        Assert.Equal(WeightsProject.Expected(model), await project.Run("native"));
        AgreesWithOnnxRuntime();
    }

    private async Task RefusesWhatIsWrong(IRnnModel right)
    {
        const string narrow = "using RnnGen;\n[RnnModel(InputSize = 3), Lstm(7), Dense(2)]\npublic sealed partial class Own;\n";
        IRnnModel other = ClassCompiler.Create(ClassCompiler.Compile([narrow]).Single());
        other.Parameters.Save(project.WeightsFile);
        Assert.Contains(
            "error RNN053: 'my files/own.safetensors' does not fit class 'Own': lstm0/kernel is [10, 28] in the file; the class has "
            + "[11, 32]",
            await Fails());

        byte[] bytes = await File.ReadAllBytesAsync(project.WeightsFile, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(project.WeightsFile, bytes[..^8], TestContext.Current.CancellationToken);
        Assert.Contains("error RNN052: 'my files/own.safetensors' cannot be used: ", await Fails());

        File.Delete(project.WeightsFile);
        Assert.Contains("error RNN052: 'my files/own.safetensors' cannot be used: ", await Fails());

        right.Parameters.Save(project.WeightsFile);
        await Builds("own.safetensors");
        Assert.Equal(WeightsProject.Expected(right), await project.Run("jit"));
    }

    private void WriteSignal() =>
        File.WriteAllBytes(project.Signal, MemoryMarshal.AsBytes(DtlnSignal.Magnitudes(Bins).AsSpan()).ToArray());

    private float[] Frames() => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(project.Frames)).ToArray();

    private void AgreesWithOnnxRuntime()
    {
        if (project.Denoiser is null)
        {
            return;
        }

        float[] frames = Frames();
        DtlnRecording recording = DtlnRecording.Read("model_1");
        for (int frame = 0; frame < DtlnSignal.Frames; frame++)
        {
            Agreement.Of(frames[(frame * Bins)..((frame + 1) * Bins)], recording.Frames[frame], $"frame {frame}");
        }
    }

    /// <summary>Builds without a warning, and runs the step for these files alone.</summary>
    private async Task Builds(params string[] embedded)
    {
        CommandResult build = await project.Build();
        Assert.True(build.ExitCode == 0, build.ToString());
        Assert.DoesNotMatch(@"\bwarning [A-Z]+[0-9]+", build.Output);
        Assert.Equal(
            embedded.Where(file => project.Denoiser is not null || file != "denoiser.onnx").Order(StringComparer.Ordinal),
            Embedding().Matches(build.Output).Select(line => Path.GetFileName(line.Groups[1].Value.Trim())).Order(StringComparer.Ordinal));
    }

    private async Task<string> Fails()
    {
        CommandResult build = await project.Build();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(@"Program\.cs\([0-9]+,[0-9]+\): error RNN", build.Output);
        return build.Output;
    }

    private static Network Edited(Network network)
    {
        NetworkLayer layer = network.Layers[^1];
        NetworkTensor bias = layer.Parameter("bias");
        NetworkTensor shifted = bias with { Values = [.. bias.Values.Select(value => value + 0.25f)] };
        NetworkLayer edited = layer with { Parameters = [.. layer.Parameters.Select(tensor => tensor.Name == "bias" ? shifted : tensor)] };
        return network with { Layers = [.. network.Layers.SkipLast(1), edited] };
    }

    [GeneratedRegex("^ *Embedding (.*)$", RegexOptions.Multiline)]
    private static partial Regex Embedding();

    [GeneratedRegex("ILCompiler.*(not found|cannot)|NU1101|Platform linker .* not found|vswhere", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPart();
}
