using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Output;
using Xunit;

namespace RnnGen.Interchange.Tests.Tool;

public sealed class ImportTests
{
    public static TheoryData<string> Files => [.. ToolFiles.Formats];

    /// <summary>The class and the lines that the command prints are compiled together and run, in the folder of the weights.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task WhatIsWrittenWorksAsThePrintedLinesSay(string format)
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.Of(format, folder);
        ToolRun run = await ToolRun.DoneAsync("import", file, "-o", folder["out"], "--name", "Imported", "--namespace", "My.Networks");
        Assert.Equal(["Imported.cs", "Imported.safetensors"], ToolFiles.Names(folder["out"]));
        string[] lines = run.Lines, program = lines[Array.IndexOf(lines, "using System;")..];
        string[] usings = [.. program.TakeWhile(line => line.Length > 0)];
        string code = string.Join('\n', program[usings.Length..]).Replace(
            "\"Imported.safetensors\"", $"@\"{folder["out/Imported.safetensors"]}\"", StringComparison.Ordinal);
        string usage = $$"""
            {{string.Join('\n', usings)}}
            public static class Usage
            {
                public static float[] Run()
                {
            {{code}}
                    return outputs;
                }
            }
            """;
        Type type = ClassCompiler.Compile([await ReadAsync(folder["out/Imported.cs"]), usage]).Single();
        Assert.Equal("My.Networks.Imported", type.FullName);
        float[] outputs = (float[])type.Assembly.GetType("Usage")!.GetMethod("Run")!.Invoke(null, null)!;
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.True(float.IsFinite(output)));
    }

    [Fact]
    public async Task WeightsAreThoseOfTheFile()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.Safetensors(folder);
        await ToolRun.DoneAsync("import", file, "-o", folder["out"]);
        IRnnModel model = ClassCompiler.Create(ClassCompiler.Compile([await ReadAsync(folder["out/Stack.cs"])]).Single());
        model.Parameters.Load(folder["out/Stack.safetensors"]);
        NetworkTensor dense = ToolFiles.Torch[4];
        Assert.Equal(new Matrix(3, 4, dense.Values).Transpose().Values, model.Parameters["dense1/kernel"].ToArray());
    }

    [Fact]
    public async Task AClassForTrainingCanBeTrained()
    {
        using TemporaryFolder folder = new();
        ToolRun run = await ToolRun.DoneAsync("import", ToolFiles.Safetensors(folder), "-o", folder["out"], "--training");
        string source = await ReadAsync(folder["out/Stack.cs"]);
        Assert.Contains("[MeanSquaredError]", source, StringComparison.Ordinal);
        Assert.True(ClassCompiler.Compile([source]).Single().IsAssignableTo(typeof(ITrainableModel)));
        Assert.Contains(run.Lines, line => line.StartsWith("note: The file names no loss", StringComparison.Ordinal));
        await ToolRun.DoneAsync("import", ToolFiles.Safetensors(folder), "-o", folder["plain"]);
        Assert.False(ClassCompiler.Compile([await ReadAsync(folder["plain/Stack.cs"])]).Single().IsAssignableTo(typeof(ITrainableModel)));
    }

    [Theory]
    [InlineData("Stack.cs")]
    [InlineData("Stack.safetensors")]
    public async Task FilesAreNotReplacedUnasked(string there)
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder), old = folder[there];
        await File.WriteAllTextAsync(old, "mine", TestContext.Current.CancellationToken);
        Assert.Contains("--force", await ToolRun.RefusedAsync(old, "import", file, "-o", folder["."][..^2]), StringComparison.Ordinal);
        Assert.Equal("mine", await ReadAsync(old));
        Assert.Equal([there, "stack.json"], ToolFiles.Names(folder["."]));
        await ToolRun.DoneAsync("import", file, "-o", folder["."], "--force");
        Assert.NotEqual("mine", await ReadAsync(old));
        Assert.Equal(["Stack.cs", "Stack.safetensors", "stack.json"], ToolFiles.Names(folder["."]));
    }

    [Fact]
    public async Task NothingIsWrittenWhereOneOfTheTwoCannotBe()
    {
        using TemporaryFolder folder = new();
        string file = ToolFiles.TorchJson(folder), blocked = folder["Stack.safetensors"];
        Directory.CreateDirectory(blocked);
        await ToolRun.RefusedAsync(blocked, "import", file, "-o", folder["."][..^2], "--force");
        Assert.Equal(["Stack.safetensors", "stack.json"], ToolFiles.Names(folder["."]));
        await ToolRun.RefusedAsync(file, "import", file, "-o", file);
        Assert.Equal(["Stack.safetensors", "stack.json"], ToolFiles.Names(folder["."]));
    }

    [Theory]
    [InlineData("--name", "class")]
    [InlineData("--name", "2nd")]
    [InlineData("--name", "a.b")]
    [InlineData("--name", "")]
    [InlineData("--namespace", "a..b")]
    [InlineData("--namespace", "a.namespace")]
    [InlineData("--output", "")]
    public async Task NamesAreThoseOfCSharp(string option, string value) =>
        Assert.Contains(option, await ToolRun.WrongAsync("import", ToolFiles.Onnx, option, value), StringComparison.Ordinal);

    /// <summary>The second file cannot be moved to its place: the first goes back to what it was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MovedFilesAreTakenBack(bool isThere)
    {
        using TemporaryFolder folder = new();
        string first = folder["first"], second = folder["second"];
        if (isThere)
        {
            await File.WriteAllTextAsync(first, "old", TestContext.Current.CancellationToken);
        }

        Directory.CreateDirectory(second);
        using (StagedFiles files = new(folder["."]))
        {
            await File.WriteAllTextAsync(files.Add("first"), "new", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(files.Add("second"), "new", TestContext.Current.CancellationToken);
            Assert.ThrowsAny<IOException>(() => files.Publish(replace: true));
        }

        Assert.Equal(isThere ? ["first", "second"] : ["second"], ToolFiles.Names(folder["."]));
        Assert.True(!isThere || await ReadAsync(first) == "old");
    }

    [Fact]
    public void AFolderThatWasCreatedForNothingGoes()
    {
        using TemporaryFolder folder = new();
        using (StagedFiles files = new(folder["new"]))
        {
            File.WriteAllText(files.Add("file"), "");
        }

        Assert.Empty(ToolFiles.Names(folder["."]));
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
