using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>What is in the packages, and what they say of themselves.</summary>
public sealed partial class PackageContentTests(PackedRepository packed)
{
    private static readonly byte[] PngHead = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    public static TheoryData<string> All => [.. PackedRepository.Ids.Values];

    public static TheoryData<string, string> Libraries =>
        [.. PackedRepository.Ids.Where(id => id.Value is not ("RnnGen.Tool" or "RnnGen.Templates")).Select(id => (id.Key, id.Value))];

    [Fact]
    public void EveryPackageOfTheRepositoryIsAmongThem() => Assert.Equal(
        Directory.GetFiles(Repository.At("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<IsPackable>true<", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
        PackedRepository.Ids.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void SaysWhatItIs(string id)
    {
        using PackageFile package = Open(id);

        Assert.Equal(id, package["id"]);
        Assert.Equal(PackedRepository.Version, package["version"]);
        Assert.Equal("MIT", package["license"]);
        Assert.Equal("The RnnGen authors", package["authors"]);
        Assert.InRange(package["description"].Length, 40, 300);
        Assert.Contains("rnn", package["tags"].Split(' ', ';'));
        Assert.Equal("icon.png", package["icon"]);
        Assert.Equal(PngHead, package.Read("icon.png")[..4]);
        Assert.Equal("README.md", package["readme"]);
        Assert.StartsWith($"# {id}\n", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.Ordinal);
    }

    /// <summary>
    /// Nothing but what people need: symbols are in a package of their own, but for those of the tool, which are beside its assemblies;
    /// tests and records are in none.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void HasNothingElse(string id)
    {
        using PackageFile package = Open(id);

        Assert.All(
            package.Files,
            file => Assert.DoesNotMatch(
                @"(?<!^tools/net10\.0/any/.*)\.pdb$|PublicAPI|xunit|(?<!content/.*)Tests?\b|\.editorconfig", file));
        Assert.Equal(
            id switch { "RnnGen.Tool" => ["DotnetTool"], "RnnGen.Templates" => ["Template"], _ => [] },
            package.Types);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void HasTheAssemblyItsDocumentationAndItsSymbols(string assembly, string id)
    {
        using PackageFile package = Open(id);
        Assert.Equal(
            [$"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml"],
            package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)));
        XElement documentation = XElement.Parse(Encoding.UTF8.GetString(package.Read($"lib/net10.0/{assembly}.xml")));
        Assert.NotEmpty(documentation.Descendants("member"));

        using PackageFile symbols = new(Path.ChangeExtension(packed.Feed.Package(PackedRepository.Version, id), ".snupkg"));
        Assert.Equal(["SymbolsPackage"], symbols.Types);
        Assert.Equal([$"lib/net10.0/{assembly}.pdb"], symbols.Files);

        // A portable one: servers of symbols take no other.
        Assert.Equal("BSJB"u8, symbols.Read($"lib/net10.0/{assembly}.pdb").AsSpan(0, 4));
    }

    [Theory]
    [InlineData("RnnGen", "Microsoft.Extensions.Logging.Abstractions", "System.Numerics.Tensors")]
    [InlineData("RnnGen.Tables", "CsvHelper", "Parquet.Net", "RnnGen")]
    [InlineData("RnnGen.Reports", "RnnGen")]
    [InlineData("RnnGen.Mpi", "RnnGen")]
    [InlineData("RnnGen.Interchange", "Google.Protobuf", "PureHDF", "RnnGen")]
    [InlineData("RnnGen.Tool")]
    [InlineData("RnnGen.Templates")]
    public void NeedsWhatItIsBuiltOn(string id, params string[] needs)
    {
        using PackageFile package = Open(id);
        Dictionary<string, string> versions = XElement.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(version => version.Attribute("Include")!.Value, version => version.Attribute("Version")!.Value);
        versions["RnnGen"] = PackedRepository.Version;

        Assert.Equal(
            needs.Select(need => (need, versions[need])),
            package.Dependencies.Select(need => (need.Id, need.Version)).OrderBy(need => need.Id, StringComparer.Ordinal));
        Assert.All(package.Dependencies.Where(need => need.Id == "RnnGen"), need => Assert.Equal("", need.Exclude));
    }

    /// <summary>Projects that a template makes are tested with what this repository is tested with.</summary>
    [Fact]
    public void TemplateNamesVersionsOfThisRepository()
    {
        using PackageFile package = Open("RnnGen.Templates");
        string project = Encoding.UTF8.GetString(package.Read("content/rnngen/common/RnnGenApp.Tests/RnnGenApp.Tests.csproj"));
        string versions = File.ReadAllText(Repository.At("Directory.Packages.props"));

        MatchCollection named = Reference().Matches(project);
        Assert.Equal(3, named.Count);
        Assert.All(
            named,
            match => Assert.Contains($"<PackageVersion Include={match.Groups[1].Value} />", versions, StringComparison.Ordinal));
    }

    private PackageFile Open(string id) => new(packed.Feed.Package(PackedRepository.Version, id));

    [GeneratedRegex("<PackageReference Include=(\"[^\"]+\" Version=\"[^\"]+\") />")]
    private static partial Regex Reference();
}
