using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using RnnGen.Packages.Tests;
using RnnGen.Tests.Packaging;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedRepository))]

namespace RnnGen.Packages.Tests;

/// <summary>
/// All packages of this repository in a folder outside of it, in which projects find them, besides the sources of the machine: packed once
/// for all tests.
/// </summary>
public sealed class PackedRepository : IAsyncLifetime
{
    /// <summary>Higher than any that there will be: whoever asks for the newest gets these.</summary>
    public const string Version = "9000.1.2";

    /// <summary>The folders of <c>src</c> that become packages, and what the packages are called.</summary>
    public static IReadOnlyDictionary<string, string> Ids { get; } = new Dictionary<string, string>
    {
        ["RnnGen.Runtime"] = "RnnGen",
        ["RnnGen.Tables"] = "RnnGen.Tables",
        ["RnnGen.Reports"] = "RnnGen.Reports",
        ["RnnGen.Mpi"] = "RnnGen.Mpi",
        ["RnnGen.Interchange"] = "RnnGen.Interchange",
        ["RnnGen.Tool"] = "RnnGen.Tool",
        ["RnnGen.Templates"] = "RnnGen.Templates",
    };

    internal PackageFeed Feed { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (string project in Ids.Keys)
        {
            await Succeed(Feed.Pack(Version, project));
        }

        // For every project below, as a machine would be set up; none of them says so itself. Warnings are errors.
        await File.WriteAllTextAsync(Feed.At("nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Feed.Feed}" />
              </packageSources>
            </configuration>
            """);
        await File.WriteAllTextAsync(Feed.At("Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{Feed.At("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{await Feed.GlobalPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the SDK and expects that all goes well, without a warning.</summary>
    internal static async Task<string> Succeed(Task<CommandResult> command)
    {
        CommandResult result = await command;
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotMatch(@"\bwarning\b.*[A-Z]+[0-9]+", result.Output);
        return result.Output;
    }
}
