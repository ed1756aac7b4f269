using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans whether a network gives its outputs step by step.</summary>
internal static class StreamingPlanner
{
    /// <summary>What stands in the way, or null: a single head that streams is enough.</summary>
    public static StreamObstacle? Obstacle(IReadOnlyList<SequencePlan> sequence, IReadOnlyList<HeadPlan> heads) =>
        sequence.Select(Obstacle).FirstOrDefault(obstacle => obstacle is not null) is StreamObstacle obstacle ? obstacle
        : heads.Any(head => head.Streams) ? null
        : new StreamObstacle.Pools(heads[0].Reduction!.Kind);

    /// <summary>Whether every layer reads its steps as they come, so that a row can run alone.</summary>
    public static bool RunsForward(IReadOnlyList<SequencePlan> sequence) => sequence.All(stage => Obstacle(stage) is null);

    private static StreamObstacle? Obstacle(SequencePlan stage) => stage switch
    {
        SequencePlan.Recurrent or SequencePlan.Join => null,
        SequencePlan.Window { Shape: var shape } => shape.Padding == Padding.Causal
            ? null
            : new StreamObstacle.LooksAhead(stage.Layer, shape.Reach - shape.Left),

        // The last of the steps so far is the step, and inputs of a whole sequence are there at each.
        SequencePlan.Reduce { Reduction.Kind: SequenceReduction.Last } or SequencePlan.Repeat { IsOfInputs: true } => null,
        SequencePlan.Reduce reduce => new StreamObstacle.PoolsWithin(reduce.Reduction.Kind, stage.Layer),
        SequencePlan.Repeat => new StreamObstacle.Repeats(stage.Layer),
        SequencePlan.Start start => new StreamObstacle.StartsAtTheEnd(stage.Layer, start.From.Title),
        _ => new StreamObstacle.ReadsBackwards(stage.Layer),
    };
}
