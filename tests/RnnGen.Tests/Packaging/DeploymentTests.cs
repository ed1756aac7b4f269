using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>The sample for deployment as somebody publishes it who has only the package: one small file that holds no training.</summary>
public sealed partial class DeploymentTests : IAsyncDisposable
{
    private const string Name = "RnnGen.Sample.Deploy";
    private const long MostBytes = 6_000_000;

    private readonly PackageFeed _feed = new();

    [Fact]
    public async Task OneSmallFilePredictsAndHoldsNoTraining()
    {
        await Write();
        CommandResult publish = await Command.Dotnet(
            _feed.At(Name), "publish", "-c", "Release", "-p:PublishAot=true", "-p:IlcGenerateMapFile=true", "-o", _feed.At("native"));
        Assert.SkipWhen(MissingPart().IsMatch(publish.Output), "NativeAOT needs its compiler's package and a linker (clang or gcc).");
        Assert.True(publish.ExitCode == 0, publish.ToString());
        Assert.DoesNotMatch(@"\bwarning [A-Z]+[0-9]+", publish.Output);

        // Nothing beside the program but what debuggers and editors read.
        string[] files =
        [
            .. Directory.GetFiles(_feed.At("native")).Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml")),
        ];
        Assert.InRange(new FileInfo(Assert.Single(files)).Length, 1, MostBytes);
        CommandResult run = await _feed.Run("native", Name);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.StartsWith("digit 5, ", run.Output);

        string[] symbols = [.. Symbols()];
        Assert.Contains(symbols, symbol => symbol.Contains("DigitReader_Schedule", StringComparison.Ordinal));
        Assert.Contains(symbols, symbol => symbol.Contains("RnnGen_Generated_Kernels", StringComparison.Ordinal));
        Assert.DoesNotContain(symbols, symbol => OfTraining().IsMatch(symbol));
    }

    /// <summary>What is looked for is what training is called.</summary>
    [Fact]
    public void TheNamesOfTrainingAreThoseLookedFor()
    {
        IEnumerable<string> members = typeof(SmallDigits).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(member => $"{type.Name}.{member.Name}"));
        Assert.Contains(members, name => name.StartsWith("Schedule.", StringComparison.Ordinal) && OfTraining().IsMatch(name));
        Assert.Contains(members, name => name.StartsWith("Stages.", StringComparison.Ordinal) && OfTraining().IsMatch(name));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The sample's files in a folder of their own, with the package in place of the projects of this repository.</summary>
    private async Task Write()
    {
        string version = $"0.1.0-test.{Guid.NewGuid():N}";
        CommandResult packed = await _feed.Pack(version);
        Assert.True(packed.ExitCode == 0, packed.ToString());
        string sample = Repository.At("src", Name);
        XElement project = XElement.Load(Path.Combine(sample, $"{Name}.csproj"));
        string properties = string.Concat(project.Elements("PropertyGroup").Elements()
            .Where(property => property.Name.LocalName is not "TargetFramework").Select(property => property.ToString()));
        string items = string.Concat(project.Descendants("RnnWeights").Select(item => item.ToString()));
        await _feed.WriteProject(
            Name,
            $"{properties}<RestoreAdditionalProjectSources>{_feed.Feed}</RestoreAdditionalProjectSources>",
            $"""<PackageReference Include="RnnGen" Version="{version}" />{items}""",
            [.. Directory.GetFiles(sample, "*.cs").Select(file => (Path.GetFileName(file), File.ReadAllText(file)))]);
        foreach (string file in Directory.GetFiles(sample, "*.safetensors"))
        {
            File.Copy(file, _feed.At(Name, Path.GetFileName(file)));
        }
    }

    /// <summary>What stands in the program, as the compiler lists it.</summary>
    private IEnumerable<string> Symbols()
    {
        string map = Directory.GetFiles(_feed.At(Name, "obj"), "*.map.xml", SearchOption.AllDirectories).Single();
        return XElement.Load(map).Descendants().Attributes("Name").Select(name => name.Value);
    }

    [GeneratedRegex("Backward|Gradient|Trainer|Optimizer", RegexOptions.IgnoreCase)]
    private static partial Regex OfTraining();

    [GeneratedRegex("ILCompiler.*(not found|cannot)|NU1101|Platform linker .* not found|vswhere", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPart();
}

[RnnModel(InputSize = 2), Lstm(3), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class SmallDigits;
