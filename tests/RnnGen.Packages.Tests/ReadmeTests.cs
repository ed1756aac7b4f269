using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>What the packages' own pages show, in a project that has added these packages and not RnnGen itself.</summary>
public sealed class ReadmeTests(PackedRepository packed)
{
    private const string Model = """
        using RnnGen;
        using RnnGen.Training;

        // The generator has come along: the class has a constructor and a trainer.
        Console.WriteLine(new Tagger(seed: 1).CreateTrainer().Train(new(new float[4], 1, 2), new int[1], new Sgd(0.1f)) > 0);

        [RnnModel(InputSize = 2), Gru(3), Dense(2), SoftmaxCrossEntropy]
        public sealed partial class Tagger;
        """;

    [Fact]
    public async Task CodeOfTheReadmesBuildsAndTheGeneratorComesAlong()
    {
        string folder = packed.Feed.At("Readmes");
        Directory.CreateDirectory(folder);
        string[] ids = ["RnnGen.Interchange", "RnnGen.Mpi", "RnnGen.Reports", "RnnGen.Tables"];
        string references = string.Concat(
            ids.Select(id => $"""<PackageReference Include="{id}" Version="{PackedRepository.Version}" />"""));
        await Write("Readmes.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <!-- Pages declare what their readers are to use. -->
                <NoWarn>$(NoWarn);CS8321</NoWarn>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        await Write("Program.cs", Model);
        foreach (string id in ids)
        {
            CodeBlock block = Assert.Single(
                MarkdownPage.Read($"src/{id}/README.md").Blocks, block => block.Language == CodeBlock.CSharp);
            ILookup<bool, string> lines = block.Lines.ToLookup(line => line.StartsWith("using RnnGen", StringComparison.Ordinal));
            string usings = string.Join('\n', lines[true]), statements = string.Join('\n', lines[false]);
            await Write($"{id}.cs", $"{usings}\nstatic class {id.Replace('.', '_')} {{ static void Run() {{ {statements}\n}} }}");
        }

        string output = await PackedRepository.Succeed(Command.Run(folder, "dotnet", "run", "--disable-build-servers"));

        Assert.Equal("True", output.Trim());

        Task Write(string file, string text) =>
            File.WriteAllTextAsync(Path.Combine(folder, file), text, TestContext.Current.CancellationToken);
    }
}
