using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Interchange;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>Weights in the assembly of somebody who has only the package: what is built, and what is built again.</summary>
public sealed class EmbeddingBuildTests(EmbeddingPackage package) : IClassFixture<EmbeddingPackage>
{
    private const string Program = """
        using System.Runtime.InteropServices;
        using System.Security.Cryptography;
        using RnnGen;

        foreach (string name in typeof(Program).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using Stream resource = typeof(Program).Assembly.GetManifestResourceStream(name)!;
            Console.WriteLine($"{name} {Convert.ToHexString(SHA256.HashData(resource))}");
        }

        """;

    private const string Run = """
        static void Run(IRnnModel model)
        {
            SequenceBatch batch = new([.. Enumerable.Range(0, 8).Select(index => index / 8f)], batchSize: 2, steps: 2);
            float[] outputs = new float[4];
            model.Predict(batch, outputs);
            Console.WriteLine($"{model.Description.Name} {Convert.ToHexString(MemoryMarshal.AsBytes(outputs.AsSpan()))}");
        }

        """;

    private const string Network = "[RnnModel(InputSize = 2), Gru(3), Dense(2)]";

    private const string Models = $$"""
        {{Program}}
        Run(new Tagger());
        Run(new Other());

        {{Run}}
        {{Network}}
        [Weights("tagger.safetensors")]
        public sealed partial class Tagger;

        [RnnModel(FromOnnx = "other.onnx")]
        public sealed partial class Other;
        """;

    private const string TwoFiles = """<RnnWeights Include="tagger.safetensors" /><RnnWeights Include="nets/other.onnx" />""";

    private readonly EmbeddedTagger[] _taggers = [.. Enumerable.Range(1, 3).Select(seed => new EmbeddedTagger((ulong)seed))];

    [Fact]
    public async Task OnlyWhatHasChangedRunsAgain()
    {
        EmbeddingProject project = await package.Create("Changes", TwoFiles, Models);
        string tagger = project["tagger.safetensors"], other = project["nets", "other.onnx"];
        Directory.CreateDirectory(project["nets"]);
        _taggers[0].Parameters.Save(tagger);
        OnnxWriter.Write(ModelNetwork.Of(_taggers[1]), other);
        await AssertRuns(project, _taggers[0], _taggers[1]);

        IReadOnlyDictionary<string, DateTime> first = project.Written;
        DateTime assembly = File.GetLastWriteTimeUtc(project["bin", "Release", "net10.0", "Changes.dll"]);
        Assert.Contains("""Skipping target "CoreCompile" because""", (await project.Build("-v:n")).Output);
        Assert.Equal(first, project.Written);
        Assert.Equal(assembly, File.GetLastWriteTimeUtc(project["bin", "Release", "net10.0", "Changes.dll"]));

        _taggers[2].Parameters.Save(tagger);
        await AssertRuns(project, _taggers[2], _taggers[1]);
        Assert.All(
            project.Written.Where(file => file.Value != first[file.Key]),
            file => Assert.StartsWith("tagger.", file.Key, StringComparison.Ordinal));

        // An older file in the place of a newer one is another file.
        _taggers[0].Parameters.Save(tagger);
        File.SetLastWriteTimeUtc(tagger, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await AssertRuns(project, _taggers[0], _taggers[1]);

        File.Delete(other);
        CommandResult refused = await project.Dotnet("build", "-c", "Release");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("nets/other.onnx does not exist", refused.Output, StringComparison.Ordinal);
        Assert.Equal(
            "rnngen-weights\t1\nfile\tnets/other.onnx\nerror\tnets/other.onnx does not exist.\n",
            await File.ReadAllTextAsync(project.Output(other, ".rnnweights"), TestContext.Current.CancellationToken));

        OnnxWriter.Write(ModelNetwork.Of(_taggers[2]), other);
        await AssertRuns(project, _taggers[0], _taggers[2]);
        Assert.Equal(0, (await Command.Dotnet(project.Folder, "clean", "-c", "Release")).ExitCode);
        Assert.Empty(project.Written);
    }

    /// <summary>An editor compiles nothing, and has to know of both files.</summary>
    [Fact]
    public async Task EditorsSeeManifestAndResource()
    {
        EmbeddingProject project = await package.Create("Editor", TwoFiles, Models);
        _taggers[0].Parameters.Save(project["tagger.safetensors"]);

        CommandResult built = await project.Dotnet(
            "build", "-t:Compile", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildingProject=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");

        Assert.True(built.ExitCode == 0, built.ToString());
        foreach (string file in (string[])["tagger.safetensors", "nets/other.onnx"])
        {
            string blob = Path.GetFileName(project.Output(file, ".blob"));
            Assert.Contains($"{blob},RnnGen.Weights/{file}\"", built.Output, StringComparison.Ordinal);
            Assert.Contains($"{Path.ChangeExtension(blob, ".rnnweights")}\"", built.Output, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(project["obj", "Release", "net10.0", "Editor.dll"]));
    }

    /// <summary>Folders, blanks, quotes, other scripts, what means something to MSBuild or a shell, and the name of a culture.</summary>
    [Fact]
    public async Task FilesMayHaveAnyName()
    {
        string[] files =
        [
            "a/model.de.safetensors", "b/model.de.safetensors", "../Shared weights/größe (1), o'net & 2.safetensors",
            .. OperatingSystem.IsWindows() ? (string[])[] : ["100%41; $HOME `x` \"q\".safetensors"],
        ];
        string items = string.Concat(files
            .Select(file => file.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal))
            .Select(file => $"""<RnnWeights Include="{SecurityElement.Escape(file)}" />"""));
        string runs = string.Concat(files.Select((_, index) => $"Run(new Net{index}());\n"));
        string classes = string.Concat(files.Select((file, index) =>
            $"{Network}\n[Weights({SymbolDisplay.FormatLiteral(file, quote: true)})]\npublic partial class Net{index};\n"));
        EmbeddingProject project = await package.Create("Names (1) & $x", items, $"{Program}{runs}\n{Run}{classes}");
        foreach ((int index, string file) in files.Index())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(project[file])!);
            new EmbeddedTagger((ulong)index).Parameters.Save(project[file]);
        }

        string[] lines = await project.Run();

        Assert.Equal(
            files.Select(file => $"RnnGen.Weights/{file}").Order(StringComparer.Ordinal),
            lines[..files.Length].Select(line => line[..^65]));
        Assert.Equal(files.Select((_, index) => $"Net{index} {Outputs(new EmbeddedTagger((ulong)index))}"), lines[files.Length..]);
    }

    /// <summary>A link's own time says nothing of what it leads to, nor does that of an ONNX file of the data beside it.</summary>
    [Fact]
    public async Task WhatAFileLeadsToIsWatchedToo()
    {
        EmbeddingProject project = await package.Create(
            "Links", """<RnnWeights Include="link.safetensors" />""",
            $"{Program}Run(new Linked());\n{Run}{Network}\n[Weights(\"link.safetensors\")]\npublic sealed partial class Linked;");
        string file = project["file.safetensors"];
        try
        {
            File.CreateSymbolicLink(project["link.safetensors"], file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"No links can be made here: {failure.Message}");
        }

        _taggers[0].Parameters.Save(file);
        string[] first = await project.Run();
        IReadOnlyDictionary<string, DateTime> written = project.Written;
        await project.Build();
        Assert.Equal(written, project.Written);

        _taggers[1].Parameters.Save(file);
        File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(first, await project.Run());
        written = project.Written;
        await project.Build();
        Assert.Equal(written, project.Written);
    }

    [Fact]
    public async Task AFileIsThereOnceAndTheToolToo()
    {
        EmbeddingProject project = await package.Create(
            "Twice", """<RnnWeights Include="model.onnx" /><RnnWeights Include="model.onnx" Storage="BFloat16" />""", Program);
        CommandResult twice = await project.Dotnet("build");
        Assert.NotEqual(0, twice.ExitCode);
        Assert.Contains("error : RnnWeights has 'model.onnx' 2 times; a file is embedded once.", twice.Output, StringComparison.Ordinal);

        project = await package.Create("Tool", """<RnnWeights Include="model.onnx" />""", Program);
        CommandResult missing = await project.Dotnet("build", "-p:RnnGenEmbedTool=/none/embed.dll");
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("error : The program that embeds weights is not at '/none/embed.dll'", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NativeProgramsUseWhatProcessorsHaveHad()
    {
        EmbeddingProject project = await package.Create("Native", "", Program, "<PublishAot>true</PublishAot>");

        Assert.Equal("x86-64-v3", await InstructionSet("-p:RuntimeIdentifier=linux-x64"));
        Assert.Equal("x86-64-v3", await InstructionSet("-p:RuntimeIdentifier=win-x64"));
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            // As "dotnet publish" says it: the platform is this one.
            Assert.Equal("x86-64-v3", await InstructionSet("-p:_IsPublishing=true"));
        }

        Assert.Equal("", await InstructionSet("-p:RuntimeIdentifier=linux-arm64"));
        Assert.Equal("", await InstructionSet("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=false"));
        Assert.Equal("", await InstructionSet("-p:RuntimeIdentifier=linux-x64", "-p:RnnGenSetInstructionSet=false"));
        Assert.Equal("native", await InstructionSet("-p:RuntimeIdentifier=linux-x64", "-p:IlcInstructionSet=native"));

        async Task<string> InstructionSet(params string[] properties)
        {
            CommandResult result = await project.Dotnet(
                "build", ["-t:_RnnGenSetInstructionSet", "-getProperty:IlcInstructionSet", .. properties]);
            Assert.True(result.ExitCode == 0, result.ToString());
            return result.Output.Trim();
        }
    }

    private static async Task AssertRuns(EmbeddingProject project, EmbeddedTagger tagger, EmbeddedTagger other)
    {
        string[] lines = await project.Run();
        Assert.Equal(
            [
                $"RnnGen.Weights/nets/other.onnx {Hash(project.Output("other.onnx", ".blob"))}",
                $"RnnGen.Weights/tagger.safetensors {Hash(project.Output("tagger.safetensors", ".blob"))}",
                $"Tagger {Outputs(tagger)}", $"Other {Outputs(other)}",
            ],
            lines);
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    private static string Outputs(EmbeddedTagger model)
    {
        SequenceBatch batch = new([.. Enumerable.Range(0, 8).Select(index => index / 8f)], batchSize: 2, steps: 2);
        float[] outputs = new float[4];
        model.Predict(batch, outputs);
        return Convert.ToHexString(MemoryMarshal.AsBytes(outputs.AsSpan()));
    }
}
