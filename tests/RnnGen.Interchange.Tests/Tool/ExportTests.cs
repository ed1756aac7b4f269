using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class ExportTests
{
    private const string One =
        """
        using RnnGen;

        namespace Some.Place;

        [RnnModel(InputSize = 2, Training = false)]
        [Lstm(3)]
        [Dense(1)]
        public sealed partial class One;
        """;

    private const string Two = "using RnnGen;\n[RnnModel(InputSize = 2, Training = false)]\n[Gru(3)]\npublic sealed partial class Two;\n";

    [Fact]
    public async Task ClassesAndAssembliesBecomeTheSameFile()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("One.cs", One), other = folder.Write("Two.cs", Two), weights = Weights(folder);
        string assembly = folder.Write("Classes.dll", ClassCompiler.Image([One, Two]));
        await ToolRun.DoneAsync("export", source, "--weights", weights, "-o", folder["source.onnx"]);
        await ToolRun.DoneAsync("export", source, other, "--class", "One", "--weights", weights, "-o", folder["sources.onnx"]);
        await ToolRun.DoneAsync("export", assembly, "--class", "Some.Place.One", "--weights", weights, "-o", folder["assembly.onnx"]);
        byte[] bytes = await BytesAsync(folder["source.onnx"]);
        Assert.Equal(bytes, await BytesAsync(folder["sources.onnx"]));
        Assert.Equal(bytes, await BytesAsync(folder["assembly.onnx"]));

        // What is read again has the same weights to the bit.
        NetworkTensor[] read = [.. NetworkWeights.Of(OnnxReader.Read(folder["source.onnx"]).Network)];
        IRnnModel model = Model();
        Assert.Equal(model.Parameters.Values.ToArray(), read.SelectMany(tensor => tensor.Values));
    }

    /// <summary>A class that a project compiles with weights of its own is exported with those of the command.</summary>
    [Fact]
    public async Task WeightsThatTheProjectEmbedsAreNotNeeded()
    {
        using TemporaryFolder folder = new();
        string weights = Weights(folder), plain = folder.Write("One.cs", One);
        string embedded = folder.Write(
            "Embedded.cs",
            One.Replace("[Dense(1)]", "[Dense(1), RnnGen.Weights(\"a.safetensors\")]", StringComparison.Ordinal));
        await ToolRun.DoneAsync("export", plain, "--weights", weights, "-o", folder["plain.onnx"]);
        await ToolRun.DoneAsync("export", embedded, "--weights", weights, "-o", folder["embedded.onnx"]);
        Assert.Equal(await BytesAsync(folder["plain.onnx"]), await BytesAsync(folder["embedded.onnx"]));
    }

    [Fact]
    public async Task FilesOfAProjectNeedNotSayItsUsingsAndConstructorsMayRefuse()
    {
        using TemporaryFolder folder = new();
        string weights = Weights(folder), output = folder["out.onnx"];
        string more = folder.Write("More.cs", With("public static double Half => Math.Sqrt(0.25);"));
        await ToolRun.DoneAsync("export", more, "--weights", weights, "-o", output);
        string stern = folder.Write(
            "Stern.cs", "public sealed class Stern { public Stern() => throw new InvalidOperationException(\"Not here.\"); }\n");
        string broken = folder.Write("Broken.cs", With("private readonly Stern _stern = new(); public object Other => _stern;"));
        Assert.Contains(
            "Not here.", await ToolRun.RefusedAsync(broken, "export", broken, stern, "--weights", weights, "-o", folder["two.onnx"]));

        static string With(string member) => One.Replace("class One;", $"class One {{ {member} }}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsGoToTheWriter()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("One.cs", One), weights = Weights(folder);
        await ToolRun.DoneAsync("export", source, "--weights", weights, "--streaming", "-o", folder["streaming.onnx"]);
        await ToolRun.DoneAsync("export", source, "--weights", weights, "--lengths", "--states", "--time-major", "-o", folder["all.onnx"]);
        Assert.Contains("lstm0_c", Inputs(folder["streaming.onnx"]));
        Assert.Equal(4, Inputs(folder["all.onnx"]).Length);
        Assert.Contains("lengths", Inputs(folder["all.onnx"]));

        static string[] Inputs(string path) => [.. FileTensors.Onnx(path).Graph.Input.Select(input => input.Name)];
    }

    [Fact]
    public async Task WhatCannotBeExportedIsRefusedAndNothingWritten()
    {
        using TemporaryFolder folder = new();
        string one = folder.Write("One.cs", One), two = folder.Write("Two.cs", Two), weights = Weights(folder), output = folder["out.onnx"];
        string broken = folder.Write("Broken.cs", One.Replace("Lstm(3)", "Lstm(0)", StringComparison.Ordinal));
        string none = folder.Write("None.cs", "public sealed class None;"), noise = folder.Write("noise.dll", [1, 2, 3]);
        string reverse = folder.Write(
            "Reverse.cs", One.Replace("Lstm(3)", "Lstm(3, Direction = Direction.Reverse)", StringComparison.Ordinal));
        string[] before = ToolFiles.Names(folder["."]);
        Assert.Contains(
            "Some.Place.One, Two", await ToolRun.RefusedAsync($"{one}, {two}", "export", one, two, "--weights", weights, "-o", output));
        Assert.Contains("'Three'", await ToolRun.RefusedAsync(one, "export", one, "--class", "Three", "--weights", weights, "-o", output));
        await ToolRun.RefusedAsync(weights, "export", two, "--weights", weights, "-o", output);
        Assert.Contains("RNN", await ToolRun.RefusedAsync(broken, "export", broken, "--weights", weights, "-o", output));
        Assert.Contains("[RnnModel]", await ToolRun.RefusedAsync(none, "export", none, "--weights", weights, "-o", output));
        await ToolRun.RefusedAsync(noise, "export", noise, "--weights", weights, "-o", output);
        await ToolRun.RefusedAsync(folder["no.dll"], "export", folder["no.dll"], "--weights", weights, "-o", output);
        await ToolRun.RefusedAsync(folder["no.cs"], "export", folder["no.cs"], "--weights", weights, "-o", output);
        await ToolRun.RefusedAsync(folder["no"], "export", one, "--weights", folder["no"], "-o", output);
        await ToolRun.RefusedAsync(one, "export", one, "--weights", weights, "-o", one);
        await ToolRun.RefusedAsync(reverse, "export", reverse, "--weights", Weights(folder, reverse), "--streaming", "-o", output);
        await ToolRun.WrongAsync("export", one, noise, "--weights", weights, "-o", output);
        await ToolRun.WrongAsync("export", one, "-o", output);
        await ToolRun.WrongAsync("export", one, "--weights", weights);
        Assert.Equal([.. before.Append("other.safetensors").Order(StringComparer.Ordinal)], ToolFiles.Names(folder["."]));
        Assert.Equal(One, await File.ReadAllTextAsync(one, TestContext.Current.CancellationToken));
    }

    private static IRnnModel Model(string source = One) => ClassCompiler.Create(ClassCompiler.Compile([source]).Single());

    private static string Weights(TemporaryFolder folder)
    {
        Model().Parameters.Save(folder["weights.safetensors"]);
        return folder["weights.safetensors"];
    }

    private static string Weights(TemporaryFolder folder, string source)
    {
        Model(File.ReadAllText(source)).Parameters.Save(folder["other.safetensors"]);
        return folder["other.safetensors"];
    }

    private static Task<byte[]> BytesAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
}
