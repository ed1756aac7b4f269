using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Plans whether a network gives its outputs step by step.</summary>
internal static class StreamingPlanner
{
    /// <summary>What stands in the way, or null: a single head that streams is enough.</summary>
    public static StreamObstacle? Obstacle(IReadOnlyList<SequencePlan> sequence, IReadOnlyList<HeadPlan> heads) =>
        !RunsForward(sequence) ? new StreamObstacle.ReadsBackwards()
        : heads.Any(head => head.Streams) ? null
        : new StreamObstacle.Pools(heads[0].Reduction!.Kind);

    /// <summary>Whether every layer reads its steps as they come, so that a row can run alone.</summary>
    public static bool RunsForward(IReadOnlyList<SequencePlan> sequence) => sequence.All(stage => stage is SequencePlan.Recurrent);
}
