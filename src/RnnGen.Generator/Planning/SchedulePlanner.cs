using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>What runs when: the chunks of a static network's steps, and the phases of a training step.</summary>
internal static class SchedulePlanner
{
    /// <summary>The chunks of unrolled steps; none of a dynamic network.</summary>
    public static List<UnrollChunk> Unroll(ModelSpec spec)
    {
        if (spec.Steps is not int steps)
        {
            return [];
        }

        List<UnrollChunk> chunks = [];
        int size = Sizes.StepsPerChunk;
        if (Sizes.IsWrittenOut(steps, spec.CellCount))
        {
            for (int first = 0; first < steps; first += size)
            {
                chunks.Add(new UnrollChunk(first, Math.Min(size, steps - first), 1));
            }

            return chunks;
        }

        // Beyond the budget of source text: the first steps, one chunk that repeats, and the last steps.
        int repeats = (steps / size) - 1;
        int tail = steps - size - (repeats * size);
        chunks.Add(new UnrollChunk(0, size, 1));
        chunks.Add(new UnrollChunk(size, size, repeats));
        if (tail > 0)
        {
            chunks.Add(new UnrollChunk(size + (repeats * size), tail, 1));
        }

        return chunks;
    }

    /// <summary>The phases of a training step: forward, loss, then from the top layer down its steps and its weight gradients.</summary>
    public static IEnumerable<PhasePlan> Phases(IReadOnlyList<SequencePlan> sequence, IReadOnlyList<HeadPlan> heads, bool embeds)
    {
        yield return new PhasePlan("Pack", PhaseKind.Pack);
        yield return new PhasePlan("Forward", PhaseKind.Forward);
        if (heads.Any(head => head.Loss is not null))
        {
            yield return new PhasePlan("Loss", PhaseKind.Loss);
        }

        if (heads.Any(head => head.HasBackward))
        {
            yield return new PhasePlan("Head", PhaseKind.Head);
        }

        if (heads.Any(head => head.Products.Count > 0))
        {
            yield return new PhasePlan("HeadWeights", PhaseKind.HeadWeights);
        }

        for (int index = sequence.Count - 1; index >= 0; index--)
        {
            if (sequence[index] is not SequencePlan.Recurrent(var layer))
            {
                yield return new PhasePlan(sequence[index].Method, PhaseKind.Between, Sequence: sequence[index]);
                continue;
            }

            yield return new PhasePlan(layer.Name, PhaseKind.Layer, layer);
            if (layer.HasParameters)
            {
                yield return new PhasePlan(layer.Name + "Weights", PhaseKind.LayerWeights, layer);
            }
        }

        if (embeds)
        {
            yield return new PhasePlan("Embedding", PhaseKind.Embedding);
        }
    }
}
