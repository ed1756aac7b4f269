using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>
/// A console project outside the repository that knows the package and nothing else of it: the package is packed into a feed of its
/// own under a version that nobody else has, and restored into a folder of its own, so that no cache is read or left changed.
/// </summary>
public sealed class PackagedProgram : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("rnngen-package-").FullName;
    private readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";
    private Task<CommandResult>? _jitted;

    private string Feed => Path.Combine(_root, "feed");

    private string Project => Path.Combine(_root, "app");

    /// <summary>The package file.</summary>
    public string Package => PackageFile("RnnGen");

    /// <summary>How packing went.</summary>
    internal CommandResult Packed { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Packed = await Pack("RnnGen.Runtime");
        if (Packed.ExitCode != 0)
        {
            return;
        }

        Directory.CreateDirectory(Project);
        await File.WriteAllTextAsync(Path.Combine(Project, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <IlcInstructionSet>native</IlcInstructionSet>
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_root, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{await GlobalPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnGen" Version="{_version}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(Project, "Program.cs"), SmokeProgram.Text);
    }

    /// <summary>Packs a project of the repository into the feed.</summary>
    internal Task<CommandResult> Pack(string project)
    {
        // What the tests run against is what goes into the package: nothing is built again.
        string configuration = typeof(PackagedProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return Command.Dotnet(
            Repository.Root, "pack", Repository.At("src", project), "--no-build", "-c", configuration, "-o", Feed,
            $"-p:PackageVersion={_version}");
    }

    /// <summary>The file of a package of the feed.</summary>
    internal string PackageFile(string id) => Path.Combine(Feed, $"{id}.{_version}.nupkg");

    /// <summary>Restores the project; with properties such as <c>-p:PublishAot=true</c>.</summary>
    internal Task<CommandResult> Restore(params string[] properties) => Command.Dotnet(Project, "restore", properties);

    /// <summary>Builds the program, once, and runs it under the JIT.</summary>
    internal Task<CommandResult> RunJitted() => _jitted ??= BuildAndRun();

    /// <summary>Publishes the restored program with NativeAOT.</summary>
    internal Task<CommandResult> PublishNative() =>
        Command.Dotnet(Project, "publish", "--no-restore", "-c", "Release", "-p:PublishAot=true", "-o", Path.Combine(_root, "native"));

    /// <summary>Runs what <see cref="PublishNative"/> has made.</summary>
    internal Task<CommandResult> RunNative() => Command.Run(_root, Executable(Path.Combine(_root, "native")));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A virus scanner may hold a file; the system cleans its temporary folder.
        }

        return ValueTask.CompletedTask;
    }

    private async Task<CommandResult> BuildAndRun()
    {
        string output = Path.Combine(_root, "jit");
        CommandResult build = await Command.Dotnet(Project, "build", "-c", "Release", "-o", output);
        return build.ExitCode != 0 ? build : await Command.Run(_root, Executable(output));
    }

    // Only read: what others have downloaded is not downloaded again.
    private async Task<string> GlobalPackages()
    {
        CommandResult result = await Command.Run(_root, "dotnet", "nuget", "locals", "global-packages", "--list");
        string folder = result.Output[(result.Output.IndexOf(':') + 1)..].Trim();
        return Directory.Exists(folder) ? folder : "";
    }

    private static string Executable(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "App.exe" : "App");
}
