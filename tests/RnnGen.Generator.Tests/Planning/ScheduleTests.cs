using System.Linq;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>The chunks of a static network's schedule.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(27)]
    [InlineData(45)]
    [InlineData(100)]
    public void EveryStepExactlyOnceAndInOrder(int layers)
    {
        int longest = layers <= 4 ? 500 : 60;
        for (int steps = 1; steps <= longest; steps++)
        {
            ModelPlan plan = Plan(steps, layers);
            int next = 0;
            foreach (UnrollChunk chunk in plan.Chunks)
            {
                Assert.InRange(chunk.Count, 1, Sizes.StepsPerChunk);
                Assert.InRange(chunk.Repeats, 1, int.MaxValue);
                Assert.Equal(next, chunk.First);
                next += chunk.Repeats * chunk.Count;
            }

            Assert.Equal(steps, next);
        }
    }

    [Theory]
    [InlineData(400, 1, false)]
    [InlineData(401, 1, true)]
    [InlineData(200, 2, false)]
    [InlineData(201, 2, true)]
    [InlineData(133, 3, false)]
    [InlineData(134, 3, true)]
    [InlineData(40, 4, false)]
    [InlineData(41, 4, true)]
    [InlineData(8, 51, false)]
    [InlineData(23, 100, false)]
    [InlineData(24, 100, true)]
    [InlineData(1_000_000, 1, true)]
    public void ChunksRepeatOnlyBeyondTheBudget(int steps, int layers, bool repeats) =>
        Assert.Equal(repeats, Plan(steps, layers).Chunks.Any(chunk => chunk.Repeats > 1));

    [Fact]
    public void SourceOfALongNetworkDoesNotGrowWithItsSteps() => Assert.Equal(3, Plan(999_999, 1).Chunks.Count);

    [Fact]
    public void DynamicNetworkHasNoChunks() => Assert.Empty(ModelPlanner.Plan(Specs.Of(1, "rnn 1")).Chunks);

    private static ModelPlan Plan(int steps, int layers)
    {
        ModelSpec spec = Specs.Of(1, [.. Enumerable.Repeat("rnn 1", layers)]);
        return ModelPlanner.Plan(spec with { Steps = steps });
    }
}
