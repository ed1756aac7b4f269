using System;
using System.ComponentModel;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>Which version a build has: this repository's settings and a project without sources, in repositories of all kinds.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private readonly PackageFeed _folder = new();

    private string Sources => _folder.At("sources");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(Path.Combine(Sources, "src", "Any"));
        string[] settings =
            ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "src/Directory.Build.targets"];
        foreach (string file in settings)
        {
            File.Copy(Repository.At(file), Path.Combine(Sources, file));
        }

        await File.WriteAllTextAsync(
            Path.Combine(Sources, "src", "Any", "Any.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>",
            cancellation);
        await File.WriteAllTextAsync(Path.Combine(Sources, ".gitignore"), "bin/\nobj/\n", cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TagsAreVersions()
    {
        // A copy of the sources has no history and builds all the same.
        await AssertBuilds(Sources, "0.1.0-local");
        Assert.Equal("3.2.1", await Version(Sources, "-p:Version=3.2.1"));

        await Git("init", "--quiet");
        await Git("add", ".");
        await Commit("first");
        await AssertBuilds(Sources, "0.1.0-alpha.0");
        await Commit("second");
        await AssertBuilds(Sources, "0.1.0-alpha.0.1");
        await Git("tag", "v0.3.0");
        await AssertBuilds(Sources, "0.3.0");
        await Commit("third");
        await AssertBuilds(Sources, "0.3.1-alpha.0.1");
        await Git("tag", "v1.0.0-rc.1");
        await AssertBuilds(Sources, "1.0.0-rc.1");

        // What is said on the command line stands above any tag.
        Assert.Equal("3.2.1", await Version(Sources, "-p:Version=3.2.1"));
        Assert.Equal("3.2.1", await Version(Sources, "-p:PackageVersion=3.2.1"));

        // Neither does a history that is cut off keep anybody from building.
        await Commit("fourth");
        await Git("clone", "--quiet", "--depth", "1", new Uri(Sources).AbsoluteUri, _folder.At("shallow"));
        await AssertBuilds(_folder.At("shallow"), "0.1.0-alpha.0");
    }

    private Task Commit(string message) =>
        Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "-m", message);

    private async Task Git(params string[] arguments)
    {
        try
        {
            await PackedRepository.Succeed(Command.Run(Sources, "git", arguments));
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no git.");
        }
    }

    private static async Task AssertBuilds(string folder, string version) => Assert.Equal(version, await Version(folder));

    /// <summary>Builds, warnings being errors, and asks for the version of the package; that of the assembly never changes.</summary>
    private static async Task<string> Version(string folder, params string[] properties)
    {
        string output = await PackedRepository.Succeed(Command.Dotnet(
            folder, "build", ["src/Any", "-t:Build", "-getProperty:PackageVersion", "-getProperty:AssemblyVersion", .. properties]));
        JsonNode values = JsonNode.Parse(output)!["Properties"]!;
        Assert.Equal("0.1.0.0", (string?)values["AssemblyVersion"]);
        return (string)values["PackageVersion"]!;
    }
}
