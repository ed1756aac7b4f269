using System;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>A console project outside the repository that knows the package and nothing else of it.</summary>
public sealed class PackagedProgram : IAsyncLifetime
{
    private readonly PackageFeed _feed = new();
    private readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";
    private Task<CommandResult>? _jitted;

    private string Project => _feed.At("App");

    /// <summary>The package file.</summary>
    public string Package => _feed.Package(_version);

    /// <summary>How packing went.</summary>
    internal CommandResult Packed { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Packed = await _feed.Pack(_version);
        if (Packed.ExitCode != 0)
        {
            return;
        }

        await _feed.WriteProject(
            "App",
            $"""
            <OutputType>Exe</OutputType>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <IlcInstructionSet>native</IlcInstructionSet>
                <RestoreAdditionalProjectSources>{_feed.Feed}</RestoreAdditionalProjectSources>
            """,
            $"""<PackageReference Include="RnnGen" Version="{_version}" />""",
            ("Program.cs", SmokeProgram.Text));
    }

    /// <summary>Packs a project of the repository into the feed.</summary>
    internal Task<CommandResult> Pack(string project) => _feed.Pack(_version, project);

    /// <summary>The file of a package of the feed.</summary>
    internal string PackageFile(string id) => _feed.Package(_version, id);

    /// <summary>Restores the project; with properties such as <c>-p:PublishAot=true</c>.</summary>
    internal Task<CommandResult> Restore(params string[] properties) => Command.Dotnet(Project, "restore", properties);

    /// <summary>Builds the program, once, and runs it under the JIT.</summary>
    internal Task<CommandResult> RunJitted() => _jitted ??= BuildAndRun();

    /// <summary>Publishes the restored program with NativeAOT.</summary>
    internal Task<CommandResult> PublishNative() =>
        Command.Dotnet(Project, "publish", "--no-restore", "-c", "Release", "-p:PublishAot=true", "-o", _feed.At("native"));

    /// <summary>Runs what <see cref="PublishNative"/> has made.</summary>
    internal Task<CommandResult> RunNative() => _feed.Run("native", "App");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<CommandResult> BuildAndRun()
    {
        CommandResult build = await Command.Dotnet(Project, "build", "-c", "Release", "-o", _feed.At("jit"));
        return build.ExitCode != 0 ? build : await _feed.Run("jit", "App");
    }
}
