using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Tests.Data;
using RnnGen.Tests.Packaging;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Projects;

/// <summary>
/// A project of somebody who has only the package, with a class whose weights are a file's and, where networks of others are there, a class
/// that is DTLN's first half. Its program prints the outputs of the first as bits, and writes those of the second to a file.
/// </summary>
public sealed class WeightsProject : IAsyncLifetime
{
    /// <summary>The layers of the class whose weights are in a file.</summary>
    public const string Layers = "[Lstm(8)]\n[Dense(2, EveryStep = true)]";

    /// <summary>Steps of its input.</summary>
    public const int Steps = 5;

    private const string Name = "App", Weights = "own.safetensors";

    private readonly PackageFeed _feed = new();
    private readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>DTLN's first half where the project has it; otherwise <see langword="null"/>.</summary>
    public string? Denoiser { get; } = NearbyFolder.Find("RNNGEN_MODELS", "models", "dtln") is string folder
        ? Path.Combine(folder, "model_1.onnx")
        : null;

    /// <summary>The file of the class's weights, in a folder whose name has a space.</summary>
    public string WeightsFile => _feed.At(Name, "my files", Weights);

    /// <summary>The network of the other class.</summary>
    public string NetworkFile => _feed.At(Name, "denoiser.onnx");

    /// <summary>What that class has made of <see cref="Dtln.DtlnSignal"/>, frame after frame.</summary>
    public string Frames => _feed.At("frames.bin");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CommandResult packed = await _feed.Pack(_version);
        Assert.True(packed.ExitCode == 0, packed.ToString());
        await _feed.WriteProject(
            Name,
            $"<OutputType>Exe</OutputType><RestoreAdditionalProjectSources>{_feed.Feed}</RestoreAdditionalProjectSources>"
            + "<TrimmerSingleWarn>false</TrimmerSingleWarn><IlcInstructionSet>native</IlcInstructionSet>",
            $"""
            <PackageReference Include="RnnGen" Version="{_version}" />
            <RnnWeights Include="my files/{Weights}" />
            {(Denoiser is null ? "" : """<RnnWeights Include="denoiser.onnx" />""")}
            """,
            ("Program.cs", Program));
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsFile)!);
        if (Denoiser is not null)
        {
            await File.WriteAllTextAsync(_feed.At(Name, "Denoiser.cs"), DenoiserClass);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A model of the class, here.</summary>
    /// <param name="seed">The seed of its weights.</param>
    internal static IRnnModel Own(ulong seed)
    {
        IRnnModel model = ClassCompiler.Create(ClassCompiler.Compile([$"using RnnGen;\n{Model("Own", Layers, weights: "")}"]).Single());
        IRnnModel drawn = (IRnnModel)Activator.CreateInstance(model.GetType(), seed)!;
        return drawn;
    }

    /// <summary>What the program prints where its class has the weights of a model.</summary>
    internal static string Expected(IRnnModel model)
    {
        float[] inputs = [.. Enumerable.Range(0, Steps * 3).Select(i => ((i * 7 % 11) - 5) / 5f)], outputs = new float[Steps * 2];
        model.Predict(new SequenceBatch(inputs, batchSize: 1, Steps), outputs);
        return string.Join(
            " ", outputs.Select(output => BitConverter.SingleToUInt32Bits(output).ToString("X8", CultureInfo.InvariantCulture)));
    }

    /// <summary>Puts DTLN's first half where the project expects it.</summary>
    internal void CopyNetwork()
    {
        if (Denoiser is not null)
        {
            File.Copy(Denoiser, NetworkFile, overwrite: true);
        }
    }

    /// <summary>Builds.</summary>
    internal Task<CommandResult> Build() =>
        Command.Dotnet(_feed.At(Name), "build", "-c", "Release", "-o", _feed.At("jit"), "-v:normal");

    /// <summary>Publishes with NativeAOT.</summary>
    internal Task<CommandResult> Publish() => Command.Dotnet(
        _feed.At(Name), "publish", "-c", "Release", "-p:PublishAot=true", "-o", _feed.At("native"));

    /// <summary>Runs what was built, or published, and gives its first line.</summary>
    internal async Task<string> Run(string folder)
    {
        File.Delete(Frames);
        CommandResult run = await _feed.Run(folder, Name);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.TrimEnd();
    }

    private static string Model(string name, string layers, string weights) =>
        $"[RnnModel(InputSize = 3, Training = false)]\n{layers}\n{weights}\npublic sealed partial class {name};\n";

    private string Program => $$"""
        using RnnGen;

        float[] inputs = [.. Enumerable.Range(0, {{Steps}} * 3).Select(i => ((i * 7 % 11) - 5) / 5f)], outputs = new float[{{Steps}} * 2];
        new Own().Predict(new SequenceBatch(inputs, batchSize: 1, {{Steps}}), outputs);
        Console.WriteLine(string.Join(" ", outputs.Select(output => BitConverter.SingleToUInt32Bits(output).ToString("X8"))));
        {{(Denoiser is null ? "" : $"Streams.Write({Literal(Frames)}, {Literal(_feed.At("signal.bin"))});")}}

        {{Model("Own", Layers, $"[Weights(\"{Weights}\")]")}}
        """;

    private static string DenoiserClass => """
        using System.Runtime.InteropServices;
        using RnnGen;

        [RnnModel(FromOnnx = "denoiser.onnx")]
        public sealed partial class Denoiser;

        public static class Streams
        {
            public static void Write(string target, string signal)
            {
                float[] frames = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(signal)).ToArray();
                float[] outputs = new float[frames.Length];
                Denoiser denoiser = new();
                Denoiser.State state = default;
                for (int first = 0; first < frames.Length; first += Denoiser.InputSize)
                {
                    denoiser.Step(
                        frames.AsSpan(first, Denoiser.InputSize), ref state, outputs.AsSpan(first, Denoiser.OutputSize));
                }

                File.WriteAllBytes(target, MemoryMarshal.AsBytes(outputs.AsSpan()));
            }
        }
        """;

    /// <summary>Where the frames that the program streams are.</summary>
    internal string Signal => _feed.At("signal.bin");

    private static string Literal(string path) => $"@\"{path}\"";
}
