using System.Collections.Generic;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Tests;

/// <summary>
/// Every fixture of a folder, one test each: its model is generated, compiled and run as a static and as a dynamic class. The folder
/// is the one beside the tests, or the one that RNNGEN_GOLDEN names, with subfolders tf, torch and onnx.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class GoldenTests(ITestOutputHelper output)
{
    private const string NoFixture = "(none)";

    public static TheoryData<string> Fixtures()
    {
        IReadOnlyList<string> fixtures = FixtureFolder.List(FixtureFolder.Current);
        return fixtures.Count > 0 ? new TheoryData<string>(fixtures) : new TheoryData<string>(NoFixture);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Matches(string fixture)
    {
        Assert.True(fixture != NoFixture, $"There is no fixture in the subfolders tf, torch and onnx of '{FixtureFolder.Current}'.");
        JsonNode root = FixtureFolder.Read(FixtureFolder.Current, fixture);
        output.WriteLine(FixtureRunner.Run(fixture.Split('/')[0], root));
    }
}
