using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RnnGen.Tests.Documentation;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>
/// Equal sources become equal files, wherever they lie. A generator that a project runs may break this: some hand over their sources in
/// the order of hashes that change from process to process.
/// </summary>
public sealed partial class SameBytesTests : IDisposable
{
    private readonly PackageFeed _folder = new();

    [Fact]
    public async Task TwoCopiesOfTheSourcesBecomeOnePackage()
    {
        string[] copies = [_folder.At("one"), _folder.At("another place", "two")];
        await Task.WhenAll(copies.Select(Pack));
        using PackageFile one = new(Package(copies[0])), two = new(Package(copies[1]));

        Assert.Equal(one.Files, two.Files);
        Assert.Contains("analyzers/dotnet/cs/RnnGen.Generator.dll", one.Files);
        Assert.All(one.Files, file => Assert.Equal(one.Read(file), two.Read(file)));
        Assert.Contains("lib/net10.0/RnnGen.Runtime.dll", one.Files);
    }

    public void Dispose() => _folder.Dispose();

    private static string Package(string copy) => Path.Combine(copy, "artifacts", "RnnGen.0.1.0-local.nupkg");

    /// <summary>Copies and packs what the package RnnGen is made of, but for the program that embeds weights, which takes long.</summary>
    private static async Task Pack(string copy)
    {
        IEnumerable<string> files = Directory.GetFiles(Repository.Root, "Directory.*")
            .Concat(["README.md", Repository.At("docs", "images", "icon.png"), Repository.At("src", "Directory.Build.targets")])
            .Concat(((string[])["RnnGen.Runtime", "RnnGen.Generator", "RnnGen.CodeFixes"]).SelectMany(
                project => Directory.GetFiles(Repository.At("src", project), "*", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, Repository.At(file)))
            .Where(file => !Built().IsMatch(file));
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Repository.At(file), Path.Combine(copy, file));
        }

        await PackedRepository.Succeed(Command.Dotnet(
            copy, "pack", "src/RnnGen.Runtime", "-c", "Release", "-o", "artifacts", "-p:ContinuousIntegrationBuild=true",
            "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"));
    }

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();
}
