using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Verification;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class VerifyTests
{
    public static TheoryData<string> Nodes =>
    [
        "test_gru_batchwise", "test_gru_defaults", "test_gru_seq_length", "test_gru_with_initial_bias", "test_lstm_batchwise",
        "test_lstm_defaults", "test_lstm_with_initial_bias", "test_lstm_with_peepholes", "test_rnn_seq_length", "test_simple_rnn_batchwise",
        "test_simple_rnn_defaults", "test_simple_rnn_with_initial_bias",
    ];

    /// <summary>The folders of ONNX' own tests, whose weights are inputs of the graph.</summary>
    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task NodesOfOnnxAgreeWithTheirStoredOutputs(string name)
    {
        ToolRun run = await ToolRun.DoneAsync("verify", SharedFolder.Models("onnx-node-tests", name, "model.onnx"));
        Assert.Contains(run.Lines, line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lstm_1d")]
    [InlineData("gru_1d")]
    [InlineData("lstm_torch")]
    [InlineData("gru_torch")]
    public async Task NetworksOfRtNeuralAgreeWithTheirTables(string name)
    {
        ToolRun run = await ToolRun.DoneAsync("verify", SharedFolder.Models("rtneural", $"{name}.json"));
        Assert.Contains($"1 of 1 tensors within 1E-05 of their largest number", run.Lines);
    }

    [Fact]
    public async Task StoredTensorsOfPyTorchsExporterAgree()
    {
        using TemporaryFolder folder = new();
        string file = folder["EveryStep.onnx"], data = Directory.CreateDirectory(folder["test_data_set_0"]).FullName;
        File.Copy(ToolFiles.Onnx, file);
        await WritePairsAsync(data, 0);
        ToolRun run = await ToolRun.DoneAsync("verify", file);
        Assert.Contains(run.Lines, line => line.StartsWith("test_data_set_0", StringComparison.Ordinal));

        // One number of the output is another: the exit code and the table say so, unless that much is allowed.
        await WritePairsAsync(data, 0.01f);
        ToolRun differs = await ToolRun.StartAsync("verify", file);
        Assert.Equal((1, ""), (differs.ExitCode, differs.Error));
        Assert.Contains(differs.Lines, line => line.EndsWith("differs", StringComparison.Ordinal));
        Assert.Contains("0 of 1 tensors within 1E-05 of their largest number", differs.Lines);
        await ToolRun.DoneAsync("verify", file, "--tolerance", "0.1");

        await File.WriteAllBytesAsync(Path.Combine(data, "input_0.pb"), [8, 3, 8], TestContext.Current.CancellationToken);
        await ToolRun.RefusedAsync(Path.Combine(folder["."][..^2], "test_data_set_0", "input_0.pb"), "verify", file);
        File.Delete(Path.Combine(data, "input_0.pb"));
        Assert.Contains("missing", OneLine(await ToolRun.StartAsync("verify", file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TablesOfAnyNetworkWithOneInputAndOutput()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder), x = folder["stack_x.csv"], y = folder["stack_y.csv"];
        float[] inputs = Numbers.Random("x", 7, 5, 2).Values, outputs = new float[5 * 3];
        ClassCompiler.Create(TorchReader.Read(file).Network).Predict(new SequenceBatch(inputs, 1, 5), outputs);
        await File.WriteAllTextAsync(x, Table(inputs, 2), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(y, Table(outputs, 3), TestContext.Current.CancellationToken);
        await ToolRun.DoneAsync("verify", file);
        await ToolRun.DoneAsync("verify", file, "--pairs", folder["."]);

        outputs[4] = float.NaN;
        await File.WriteAllTextAsync(y, Table(outputs, 3), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await ToolRun.StartAsync("verify", file)).ExitCode);
        await File.WriteAllTextAsync(y, Table(outputs[..^3], 3), TestContext.Current.CancellationToken);
        Assert.Contains("12 numbers; 15 follow from 5 steps", await ToolRun.RefusedAsync(y, "verify", file), StringComparison.Ordinal);
        await File.WriteAllTextAsync(x, "1,2\n3\n", TestContext.Current.CancellationToken);
        Assert.Contains("line 2 has 1 numbers", await ToolRun.RefusedAsync(x, "verify", file), StringComparison.Ordinal);
        await File.WriteAllTextAsync(x, "1,2\n3,four\n", TestContext.Current.CancellationToken);
        Assert.Contains("'four' of line 2", await ToolRun.RefusedAsync(x, "verify", file), StringComparison.Ordinal);
        await File.WriteAllTextAsync(x, "\n", TestContext.Current.CancellationToken);
        await ToolRun.RefusedAsync(x, "verify", file);
    }

    [Fact]
    public async Task WithoutPairsOrOnnxRuntimeItSaysWhatIsMissing()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder), empty = Directory.CreateDirectory(folder["empty"]).FullName;
        Assert.Contains("no pairs", await ToolRun.RefusedAsync(folder["."][..^2], "verify", file), StringComparison.Ordinal);
        await ToolRun.RefusedAsync(empty, "verify", file, "--pairs", empty);
        await ToolRun.RefusedAsync(folder["none"], "verify", file, "--pairs", folder["none"]);
        string missing = OneLine(await ToolRun.StartAsync("verify", ToolFiles.Onnx, "--steps", "3", "--onnxruntime", empty));
        Assert.Contains("Microsoft.ML.OnnxRuntime.dll is not in", missing, StringComparison.Ordinal);
        Assert.Contains("--onnxruntime", missing, StringComparison.Ordinal);
        Assert.Contains("--steps", await ToolRun.WrongAsync("verify", file, "--steps", "3"), StringComparison.Ordinal);
        await ToolRun.WrongAsync("verify", file, "--steps", "0");
        await ToolRun.WrongAsync("verify", file, "--tolerance", "-1");
        await ToolRun.WrongAsync("verify", file, "--pairs", empty, "--steps", "3");
    }

    /// <summary>Where the packages of ONNX Runtime are in the cache, the original runs beside the class.</summary>
    [Fact]
    public async Task TheOriginalRunsInOnnxRuntime()
    {
        using TemporaryFolder folder = new();
        CopyOnnxRuntime(folder["."]);
        await ToolRun.DoneAsync("verify", ToolFiles.Onnx, "--steps", "9", "--onnxruntime", folder["."]);

        // Steps one at a time, each side with its own states.
        string streaming = Path.Combine(Path.GetDirectoryName(ToolFiles.Onnx)!, "StreamingFixed.onnx");
        ToolRun run = await ToolRun.DoneAsync("verify", streaming, "--steps", "9", "--onnxruntime", folder["."]);
        Assert.Contains(run.Lines, line => line.StartsWith("random", StringComparison.Ordinal));

        // Another network than its name says would differ: here the tolerance is below what floats can do.
        ToolRun strict = await ToolRun.StartAsync(
            "verify", ToolFiles.Onnx, "--steps", "9", "--onnxruntime", folder["."], "--tolerance", "1e-12");
        Assert.Equal((1, ""), (strict.ExitCode, strict.Error));
    }

    [Fact]
    public void DifferencesCountNumbersThatAreNone()
    {
        Assert.Equal(new Difference("t", 2, 0.5), Difference.Of("t", [1, -1.5f], [1, -2]));
        Assert.Equal(new Difference("t", 1, 0), Difference.Of("t", [1, float.NaN], [1, float.NaN]));
        Assert.False(Difference.Of("t", [1, 2], [1, float.NaN]).IsWithin(1));
        Assert.False(Difference.Of("t", [float.PositiveInfinity], [float.NegativeInfinity]).IsWithin(1));
        Assert.True(Difference.Of("t", [0], [0]).IsWithin(0));
        Assert.False(Difference.Of("t", [1], [0]).IsWithin(1));
    }

    private static string OneLine(ToolRun run)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        return Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Table(IEnumerable<float> values, int columns) => string.Join(
        '\n',
        values.Chunk(columns).Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));

    /// <summary>What PyTorch computed, as tensors of ONNX; the first output number is off by so much.</summary>
    private static async Task WritePairsAsync(string folder, float error)
    {
        JsonNode pairs = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(ToolFiles.Onnx, ".json")))!;
        foreach ((string kind, string list) in new[] { ("input", "inputs"), ("output", "outputs") })
        {
            foreach ((int index, (string name, JsonNode? values)) in pairs[list]!.AsObject().Index())
            {
                SourceValue stored = GoldenFiles.Tensor(values!);
                stored.Values[0] += kind == "output" ? error : 0;
                TensorProto tensor = new() { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
                tensor.Dims.AddRange(stored.Shape.Select(extent => (long)extent));
                tensor.FloatData.AddRange(stored.Values);
                await File.WriteAllBytesAsync(
                    Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}_{index}.pb")), tensor.ToByteArray(),
                    TestContext.Current.CancellationToken);
            }
        }
    }

    private static void CopyOnnxRuntime(string folder)
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string native = Path.Combine(packages, "microsoft.ml.onnxruntime"), managed = $"{native}.managed";
        string? version = !Directory.Exists(managed) ? null
            : Directory.EnumerateDirectories(managed).Select(path => Path.GetFileName(path))
                .Where(name => Directory.Exists(Path.Combine(native, name))).Max(StringComparer.Ordinal);
        string runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        string libraries = Path.Combine(native, version ?? "", "runtimes", runtime, "native");
        Assert.SkipWhen(version is null || !Directory.Exists(libraries), "The packages of ONNX Runtime are not in the cache.");
        string assembly = Path.Combine(managed, version!, "lib", "net8.0", "Microsoft.ML.OnnxRuntime.dll");
        foreach (string path in Directory.EnumerateFiles(libraries).Append(assembly))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }
    }
}
