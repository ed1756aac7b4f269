using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>A package of this repository, and projects that have weights in their assemblies.</summary>
public sealed class EmbeddingPackage : IAsyncLifetime
{
    private readonly PackageFeed _feed = new();
    private readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CommandResult packed = await _feed.Pack(_version);
        Assert.True(packed.ExitCode == 0, packed.ToString());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a program and restores it.</summary>
    /// <param name="name">Name of the project and of its folder.</param>
    /// <param name="items">Its items besides the package.</param>
    /// <param name="source">Its source.</param>
    /// <param name="properties">Properties besides those of all.</param>
    internal async Task<EmbeddingProject> Create(string name, string items, string source, string properties = "")
    {
        await _feed.WriteProject(
            name,
            $"<OutputType>Exe</OutputType>{properties}<RestoreAdditionalProjectSources>{_feed.Feed}</RestoreAdditionalProjectSources>",
            $"""<PackageReference Include="RnnGen" Version="{_version}" />{items}""",
            ("Program.cs", source));
        EmbeddingProject project = new(_feed, name);
        CommandResult restored = await Command.Dotnet(project.Folder, "restore");
        Assert.True(restored.ExitCode == 0, restored.ToString());
        return project;
    }
}

/// <summary>A project of somebody who has only the package.</summary>
/// <param name="feed">Where it lies.</param>
/// <param name="name">Its name.</param>
internal sealed class EmbeddingProject(PackageFeed feed, string name)
{
    public string Folder { get; } = feed.At(name);

    /// <summary>A file of it.</summary>
    public string this[params string[] parts] => Path.Combine([Folder, .. parts]);

    /// <summary>What the build step has written, by name, with the times.</summary>
    public IReadOnlyDictionary<string, DateTime> Written => Directory.EnumerateFiles(OutputFolder, "*")
        .ToDictionary(path => Path.GetFileName(path), File.GetLastWriteTimeUtc, StringComparer.Ordinal);

    private string OutputFolder => this["obj", "Release", "net10.0", "rnngen"];

    /// <summary>The file that the build step has written for one of the project's, by its ending.</summary>
    public string Output(string file, string ending) =>
        Assert.Single(Directory.EnumerateFiles(OutputFolder, $"{Path.GetFileName(file)}.*{ending}"));

    /// <summary>Runs the SDK in the project.</summary>
    public Task<CommandResult> Dotnet(string command, params IEnumerable<string> arguments) =>
        Command.Dotnet(Folder, command, ["--no-restore", .. arguments]);

    /// <summary>Builds it.</summary>
    public async Task<CommandResult> Build(params IEnumerable<string> arguments)
    {
        CommandResult built = await Dotnet("build", ["-c", "Release", .. arguments]);
        Assert.True(built.ExitCode == 0, built.ToString());
        return built;
    }

    /// <summary>Builds it and runs it: the lines that it writes.</summary>
    public async Task<string[]> Run()
    {
        await Build();
        CommandResult run = await feed.Run(Path.Combine(name, "bin", "Release", "net10.0"), name);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
