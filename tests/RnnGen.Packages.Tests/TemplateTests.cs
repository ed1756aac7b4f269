using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary><c>dotnet new rnngen</c> by somebody who has only the packages: built without a warning, run, tested.</summary>
public sealed class TemplateTests(PackedRepository packed, InstalledTemplate template) : IClassFixture<InstalledTemplate>
{
    [Theory]
    [InlineData("Gestures", "classifier", "a circle of ten steps is read as: circle", "gestures.safetensors")]
    [InlineData("My-weather 2", "forecast", "the next 24 hours: ", "forecast.safetensors")]
    [InlineData("Sensor.Cleaner", "stream", "300 new steps, one by one: error 0.", "cleaner.safetensors")]
    public async Task NewProjectTrainsPredictsAndPassesItsTests(string name, string kind, string lastLine, string file)
    {
        await template.Create(name, kind);
        string folder = packed.Feed.At(name);

        // Both halves in one configuration: what is run and tested has been built once, with warnings as errors.
        await PackedRepository.Succeed(Command.Dotnet(folder, "build", "-c", "Release"));
        string output = await PackedRepository.Succeed(
            Command.Run(folder, "dotnet", "run", "-c", "Release", "--no-build", "--project", name));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith(lastLine, lines[^1], StringComparison.Ordinal);
        Assert.Contains($"saved as {file} and loaded again", lines);
        Assert.True(File.Exists(Path.Combine(folder, file)));

        string tested = await PackedRepository.Succeed(Command.Dotnet(folder, "test", "-c", "Release", "--no-build"));
        Assert.Matches(@"Passed!\s+- Failed:\s+0, Passed:\s+3, Skipped:\s+0", tested);
    }

    [Fact]
    public async Task WithoutAKindItIsAClassifierAndNothingOfTheTemplateIsLeft()
    {
        await template.Create("Plain", kind: null);

        string[] files = Directory.GetFiles(packed.Feed.At("Plain"), "*", SearchOption.AllDirectories);
        Assert.Contains(packed.Feed.At("Plain", "Plain", "GestureReader.cs"), files);
        Assert.Contains(packed.Feed.At("Plain", ".gitignore"), files);
        Assert.DoesNotContain(files, file => file.Contains(".template.config", StringComparison.Ordinal));
        Assert.All(files.Select(file => File.ReadAllText(file)), text =>
        {
            Assert.DoesNotContain("RnnGenApp", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RnnGenProject", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RnnGenSpace", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RNNGEN-VERSION", text, StringComparison.Ordinal);
            Assert.DoesNotContain("#if", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task OtherKindsAreRefused()
    {
        CommandResult refused = await template.Run("Other", "regression");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("'regression' is not a valid value for --kind", refused.Output + refused.Errors, StringComparison.Ordinal);
    }
}
