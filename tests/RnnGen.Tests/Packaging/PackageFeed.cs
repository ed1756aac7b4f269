using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;

namespace RnnGen.Tests.Packaging;

/// <summary>
/// A temporary folder with packages of this repository, under versions that nobody else has, and the projects that refer to them. They are
/// restored into it as well, so that no cache is read or left changed.
/// </summary>
internal sealed class PackageFeed : IDisposable
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("rnngen-package-").FullName;

    /// <summary>Where the packages are.</summary>
    public string Feed => At("feed");

    /// <summary>A file or folder in it.</summary>
    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The package file of a version.</summary>
    public string Package(string version, string id = "RnnGen") => Path.Combine(Feed, $"{id}.{version}.nupkg");

    /// <summary>Packs a project that the tests run against: nothing is built again.</summary>
    public Task<CommandResult> Pack(string version, string project = "RnnGen.Runtime")
    {
        string configuration = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return Command.Dotnet(
            Repository.Root, "pack", Repository.At("src", project), "--no-build", "-c", configuration, "-o", Feed,
            $"-p:PackageVersion={version}");
    }

    /// <summary>Writes a project of somebody who has only the packages.</summary>
    /// <param name="name">Name of the project and of its folder.</param>
    /// <param name="properties">What it sets besides what all have in common.</param>
    /// <param name="items">What it refers to.</param>
    /// <param name="sources">Its files: name and text.</param>
    public async Task WriteProject(string name, string properties, string items, params (string Name, string Text)[] sources)
    {
        Directory.CreateDirectory(At(name));
        await File.WriteAllTextAsync(At(name, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{At("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{await GlobalPackages()}</RestoreFallbackFolders>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """);
        foreach ((string file, string text) in sources)
        {
            await File.WriteAllTextAsync(At(name, file), text);
        }
    }

    /// <summary>Runs a program that was built into a folder.</summary>
    public Task<CommandResult> Run(string folder, string name) =>
        Command.Run(Root, Path.Combine(At(folder), OperatingSystem.IsWindows() ? $"{name}.exe" : name));

    /// <summary>What others have downloaded, which is not downloaded again; only read.</summary>
    public async Task<string> GlobalPackages()
    {
        CommandResult result = await Command.Run(Root, "dotnet", "nuget", "locals", "global-packages", "--list");
        string folder = result.Output[(result.Output.IndexOf(':') + 1)..].Trim();
        return Directory.Exists(folder) ? folder : "";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A virus scanner may hold a file; the system cleans its temporary folder.
        }
    }
}
