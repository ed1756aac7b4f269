using System.Collections.Generic;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using RnnGen.Training.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests;

/// <summary>
/// Every fixture of optimizers, clipping and schedules, one test each. The folder is the one beside the tests, or the subfolder optim of
/// the one that RNNGEN_GOLDEN names.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class GoldenTests
{
    private const string NoFixture = "(none)";

    public static TheoryData<string> Files()
    {
        IReadOnlyList<string> fixtures = FixtureFolder.List(FixtureFolder.Current, "optim");
        return fixtures.Count > 0 ? new TheoryData<string>(fixtures) : new TheoryData<string>(NoFixture);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Matches(string fixture)
    {
        Assert.True(fixture != NoFixture, $"There is no fixture in the subfolder optim of '{FixtureFolder.Current}'.");
        JsonNode root = FixtureFolder.Read(FixtureFolder.Current, fixture);
        OptimFixture.Run(root);
    }
}
