using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>The package in the hands of somebody who has only the package.</summary>
public sealed partial class PackageSmokeTests(PackagedProgram program) : IClassFixture<PackagedProgram>
{
    [Fact]
    public void PackageCarriesRuntimeAndGenerator()
    {
        Assert.True(program.Packed.ExitCode == 0, program.Packed.ToString());
        using ZipArchive package = ZipFile.OpenRead(program.Package);
        List<string> files = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Contains("lib/net10.0/RnnGen.Runtime.dll", files);
        Assert.Contains("lib/net10.0/RnnGen.Runtime.xml", files);
        Assert.Contains("README.md", files);
        Assert.Equal(
            ["analyzers/dotnet/cs/RnnGen.CodeFixes.dll", "analyzers/dotnet/cs/RnnGen.Generator.dll"],
            files.Where(file => file.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("build/RnnGen.targets", files);
        Assert.Contains("buildTransitive/RnnGen.targets", files);
        AssertSurfaceStaysAtHome("RnnGen", package);
    }

    /// <summary>The program that embeds weights runs wherever a build does, and brings what it needs and no more.</summary>
    [Fact]
    public void PackageCarriesTheToolOfItsBuildStep()
    {
        using ZipArchive package = ZipFile.OpenRead(program.Package);
        string[] files =
        [
            .. package.Entries.Select(entry => entry.FullName).Where(file => file.StartsWith("tools/", StringComparison.Ordinal)),
        ];

        Assert.All(files, file => Assert.Matches(@"^tools/net10\.0/[\w.-]+\.(dll|deps\.json|runtimeconfig\.json)$", file));
        Assert.Contains("tools/net10.0/rnngen-embed.dll", files);
        using StreamReader settings = new(package.GetEntry("tools/net10.0/rnngen-embed.runtimeconfig.json")!.Open());
        JsonNode options = JsonNode.Parse(settings.ReadToEnd())!["runtimeOptions"]!;
        Assert.Equal("Major", (string?)options["rollForward"]);
        Assert.Equal("Microsoft.NETCore.App", (string?)options["framework"]!["name"]);
    }

    [Theory]
    [InlineData("RnnGen.Tables")]
    [InlineData("RnnGen.Reports")]
    [InlineData("RnnGen.Mpi")]
    public async Task OtherPackagesBringTheOneThatPeopleAdd(string id)
    {
        CommandResult packed = await program.Pack(id);

        Assert.True(packed.ExitCode == 0, packed.ToString());
        using ZipArchive package = ZipFile.OpenRead(program.PackageFile(id));
        Assert.Equal(["RnnGen"], Dependencies(id, package).Where(name => name.StartsWith("RnnGen", StringComparison.Ordinal)));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        AssertSurfaceStaysAtHome(id, package);
    }

    [Fact]
    public async Task ProgramOutsideTheRepositoryBuildsTrainsAndStreams()
    {
        CommandResult run = await program.RunJitted();

        AssertRan(run);
    }

    [Fact]
    public async Task NativeProgramHasNoWarningsAndTheSameBits()
    {
        CommandResult restore = await program.Restore("-p:PublishAot=true");
        Assert.SkipWhen(
            restore.ExitCode != 0 && restore.Output.Contains("ILCompiler", StringComparison.Ordinal),
            "The ILCompiler package cannot be restored.");
        Assert.True(restore.ExitCode == 0, restore.ToString());
        CommandResult publish = await program.PublishNative();
        Assert.SkipWhen(MissingLinker().IsMatch(publish.Output), "There is no linker for NativeAOT (clang or gcc).");
        Assert.True(publish.ExitCode == 0, publish.ToString());
        Assert.DoesNotMatch(@"\bwarning [A-Z]+[0-9]+", publish.Output);

        CommandResult native = await program.RunNative();
        CommandResult jit = await program.RunJitted();

        AssertRan(native);
        Assert.Equal(jit.Output, native.Output);
    }

    // The record of the public surface, and what compares it, concern this repository's builds alone.
    private static void AssertSurfaceStaysAtHome(string id, ZipArchive package)
    {
        Assert.DoesNotContain(package.Entries, entry => entry.Name.StartsWith("PublicAPI.", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Dependencies(id, package), name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    private static List<string> Dependencies(string id, ZipArchive package)
    {
        using Stream description = package.GetEntry($"{id}.nuspec")!.Open();
        XElement root = XDocument.Load(description).Root!;
        return [.. root.Descendants(root.Name.Namespace + "dependency").Select(dependency => dependency.Attribute("id")!.Value)];
    }

    private static void AssertRan(CommandResult run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                "loss falls: True",
                "static and dynamic have the same bits: True",
                "a loaded model predicts the same: True",
                "streaming agrees: True",
            ],
            lines[..^1]);
        Assert.Matches("^parameters [0-9A-F]{64}$", lines[^1]);
    }

    [GeneratedRegex("Platform linker .* not found|vswhere|Platform linker not found", RegexOptions.IgnoreCase)]
    private static partial Regex MissingLinker();
}
