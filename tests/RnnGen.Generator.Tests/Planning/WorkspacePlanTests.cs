using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>What the plan says of memory and of streaming, so that emitters need not know.</summary>
public sealed class WorkspacePlanTests
{
    [Fact]
    public void SlotsFollowFromWhatABufferIsFor()
    {
        WorkspacePlan plan = ModelPlanner.Plan(Specs.Of(3, "lstm 4", "gru 5", "dense 2", "loss")).Workspace;
        SlotCount one = new(EveryStep: false, 1), two = one with { Fixed = 2 };
        SlotCount steps = new(EveryStep: true, 0), start = steps with { Fixed = 1 };
        Assert.Equal((start, two), Slots(plan.Forward, BufferRole.State));
        Assert.Equal((start, start), Slots(plan.Forward, BufferRole.OutputState));
        Assert.Equal((steps, one), Slots(plan.Forward, BufferRole.Operand));
        Assert.Equal((steps, null), Slots(plan.Forward, BufferRole.Saved));
        Assert.Equal((one, one), Slots(plan.Forward, BufferRole.Scratch));
        Assert.Equal((two, two), Slots(plan.Backward, BufferRole.StateGradient));
        Assert.Equal((steps, steps), Slots(plan.Backward, BufferRole.ProductGradient));
        Assert.Equal((one, one), Slots(plan.Backward, BufferRole.ScratchGradient));
    }

    [Fact]
    public void ABufferIsInOnePassAlone()
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, "lstm 4", "gru 5", "dense 2", "loss"));
        Assert.Equal(
            plan.Buffers.Select(buffer => Names.Of(buffer.Buffer)).Except(["Inputs", "InputGradients"]).Order(),
            plan.Workspace.Forward.Concat(plan.Workspace.Backward).Select(buffer => Names.Of(buffer.Buffer.Buffer)).Order());
    }

    /// <summary>The inputs and what layers hand up, padded: the top layer's steps, and those of a head, where they are outputs.</summary>
    [Theory]
    [InlineData(16 + 32, "gru 17", "gru 4", "dense 2")]
    [InlineData(16 + 32 + 16 + 16, "gru 17", "gru 4", "dense 2", "every")]
    public void PredictionKeepsWhatIsReadStepByStep(int expected, params string[] layers)
    {
        WorkspacePlan plan = ModelPlanner.Plan(Specs.Of(3, layers)).Workspace;
        Assert.Equal(expected, plan.FloatsPerStep);
    }

    [Fact]
    public void ATraceShowsAStateAfterEachStep()
    {
        TracePlan[] traces = [.. ModelPlanner.Plan(Specs.Of(3, "gru 4", "dense 2")).Workspace.Traces];
        Assert.Equal([("x", 0, false), ("h", 1, true)], new[] { traces[0], traces.Single(trace => trace.IsState) }
            .Select(trace => (trace.Name.Split('/')[^1], trace.FirstSlot, trace.IsState)));
        Assert.Contains(traces, trace => trace is { EveryStep: false, FirstSlot: 0, IsState: false });
    }

    [Fact]
    public void WhatStandsInTheWayOfAStreamIsPlanned()
    {
        ModelSpec spec = Specs.Of(3, "gru 4", "dense 2");
        Assert.Null(ModelPlanner.Plan(spec).Obstacle);
        Assert.Equal(
            new StreamObstacle.Pools(SequenceReduction.Max), ModelPlanner.Plan(Specs.Of(3, "gru 4", "max", "dense 2")).Obstacle);
        LayerSpec reverse = spec.Layers[0] with { Direction = LayerDirection.Reverse };
        ModelPlan backwards = ModelPlanner.Plan(spec with { Layers = new[] { reverse }.ToEquatable() });
        Assert.Equal(new StreamObstacle.ReadsBackwards("layer 0, GRU(4)"), backwards.Obstacle);
        Assert.Null(backwards.Row);
    }

    private static (SlotCount History, SlotCount? Passing) Slots(IEnumerable<WorkspaceBufferPlan> buffers, BufferRole role) =>
        Assert.Single(buffers.Where(buffer => buffer.Buffer.Role == role).Select(buffer => (buffer.History, buffer.Passing)).Distinct());
}
