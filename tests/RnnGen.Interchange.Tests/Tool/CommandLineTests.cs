using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class CommandLineTests
{
    private static readonly string[] Commands = ["inspect", "import", "export", "convert", "verify"];

    [Fact]
    public async Task HelpNamesCommandsAndExitCodes()
    {
        string help = (await ToolRun.DoneAsync("--help")).Output;
        Assert.All(Commands, command => Assert.Contains(command, help, StringComparison.Ordinal));
        string[] words = help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("0 done", string.Join(' ', words), StringComparison.Ordinal);
        foreach (string command in Commands)
        {
            Assert.Contains("FILE", (await ToolRun.DoneAsync(command, "--help")).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WrongUseIsOneLine()
    {
        await ToolRun.WrongAsync();
        await ToolRun.WrongAsync("explain");
        await ToolRun.WrongAsync("inspect");
        await ToolRun.WrongAsync("inspect", "");
        await ToolRun.WrongAsync("inspect", "a", "b");
        await ToolRun.WrongAsync("inspect", "a", "--colour");
    }

    public static TheoryData<string, string> Damages
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string command in new[] { "inspect", "import", "convert", "verify" })
            {
                foreach (string damage in new[]
                {
                    "missing", "folder", "empty", "noise", "noise.onnx", "noise.h5", "noise.keras", "noise.safetensors", "noise.json",
                    "noise.nam", "cut.onnx", "cut.h5", "cut.keras", "cut.safetensors", "cut.json", "nested.json", "pickle.pt", "pickle.zip",
                    "archive.zip", "lite.tflite", "list.json", "nothing.json",
                })
                {
                    all.Add(command, damage);
                }
            }

            return all;
        }
    }

    /// <summary>Each with one line that names the file, whatever the command; and nothing is written.</summary>
    [Theory]
    [MemberData(nameof(Damages))]
    public async Task BadFilesAreRefusedWithOneLine(string command, string damage)
    {
        using TemporaryFolder folder = new();
        string file = folder[damage];
        if (damage == "folder")
        {
            Directory.CreateDirectory(file);
        }
        else if (damage != "missing")
        {
            await File.WriteAllBytesAsync(file, Bytes(folder, damage), TestContext.Current.CancellationToken);
        }

        string[] before = ToolFiles.Names(folder["."]);
        string[] more = command switch
        {
            "import" => ["-o", folder["out"]],
            "convert" => ["--to", "onnx", "-o", folder["out.onnx"]],
            _ => [],
        };
        await ToolRun.RefusedAsync(file, [command, file, .. more]);
        Assert.Equal(before, ToolFiles.Names(folder["."]));
    }

    [Fact]
    public async Task TheToolIsAProgram()
    {
        using TemporaryFolder folder = new();
        (int exitCode, string output, string error) = await ProgramAsync("import", ToolFiles.Keras, "-o", folder["out"]);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("IRnnModel model = new Graph();", output, StringComparison.Ordinal);
        Assert.Equal(["Graph.cs", "Graph.safetensors"], ToolFiles.Names(folder["out"]));
        Assert.Equal((2, ""), await CodeAsync("import"));
        Assert.Equal((1, ""), await CodeAsync("import", folder["none"]));
    }

    private static async Task<(int ExitCode, string Output)> CodeAsync(params string[] arguments)
    {
        (int exitCode, string output, string error) = await ProgramAsync(arguments);
        string line = Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("rnngen: ", line, StringComparison.Ordinal);
        return (exitCode, output);
    }

    private static async Task<(int ExitCode, string Output, string Error)> ProgramAsync(params string[] arguments)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "rnngen.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        process.Start();
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }

    private static byte[] Bytes(TemporaryFolder folder, string damage)
    {
        byte[] noise = new byte[300];
        new Random(1).NextBytes(noise);
        return damage switch
        {
            "empty" => [],
            "cut.onnx" => Half(File.ReadAllBytes(ToolFiles.Onnx)),
            "cut.h5" => Half(File.ReadAllBytes(ToolFiles.Hdf5)),
            "cut.keras" => Half(File.ReadAllBytes(ToolFiles.Keras)),
            "cut.safetensors" => Half(Taken(ToolFiles.Safetensors(folder))),
            "cut.json" => Half(Taken(ToolFiles.TorchJson(folder))),
            "nested.json" => Encoding.UTF8.GetBytes($"{{\"a.weight\": {new string('[', 100_000)}"),
            "pickle.pt" => [0x80, 2, .. noise],
            "pickle.zip" => Archive("model/data.pkl"),
            "archive.zip" => Archive("readme.txt"),
            "lite.tflite" => [28, 0, 0, 0, .. "TFL3"u8, .. noise],
            "list.json" => [.. "[1, 2]"u8],
            "nothing.json" => [.. "{}"u8],
            _ => noise,
        };

        static byte[] Half(byte[] whole) => whole[..(whole.Length / 2)];

        static byte[] Taken(string path)
        {
            byte[] bytes = File.ReadAllBytes(path);
            File.Delete(path);
            return bytes;
        }
    }

    private static byte[] Archive(string entry)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create))
        {
            using Stream content = archive.CreateEntry(entry).Open();
            content.Write([1, 2, 3]);
        }

        return stream.ToArray();
    }
}
