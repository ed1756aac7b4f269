using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>A row of a static network of small layers: unrolled chunks in which layer n is n steps behind.</summary>
internal static class InterleavedRowEmitter
{
    /// <summary>The calls of the chunks, for one row.</summary>
    public static void Calls(CodeWriter w, ModelPlan plan)
    {
        foreach (UnrollChunk chunk in plan.Chunks)
        {
            if (chunk.Repeats == 1)
            {
                w.Line($"{Names.Chunk("Row", chunk)}<V>(w, weights, row, steps);");
                continue;
            }

            using (w.Block(
                $"for (int start = {chunk.First}; start <= {chunk.LastStart} && start < steps + {plan.Layers.Count - 1}; "
                + $"start += {chunk.Count})"))
            {
                w.Line($"{Names.Chunk("Row", chunk)}<V>(w, weights, start, row, steps);");
            }

            w.Line();
        }

        w.Line("LastRowSteps<V>(w, weights, row, steps);");
    }

    /// <summary>Unrolled chunks in which layer n is n steps behind, and what the upper layers have left at the end.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        int steps = plan.Spec.Steps!.Value;
        foreach (UnrollChunk chunk in plan.Chunks)
        {
            bool repeats = chunk.Repeats > 1;
            using (w.Block(
                $"private static void {Names.Chunk("Row", chunk)}<V>(Workspace w, RowWeights weights, "
                + $"{(repeats ? "int start, " : "")}int row, int steps)\n    {Names.WhereV}"))
            {
                for (int i = 0; i < chunk.Count; i++)
                {
                    w.Line($"// Step {(repeats ? Names.Offset("start", i) : Names.Number(chunk.First + i))}");
                    for (int layer = 0; layer < plan.Layers.Count; layer++)
                    {
                        int step = chunk.First + i - layer;
                        if (step >= 0)
                        {
                            LayerStep(w, plan.Layers[layer], repeats ? Names.Offset("start", i - layer) : Names.Number(step));
                        }
                    }

                    w.Line();
                }
            }

            w.Line();
        }

        w.Line("/// <summary>What the upper layers have left after the last step of the lowest.</summary>");
        using (w.Block($"private static void LastRowSteps<V>(Workspace w, RowWeights weights, int row, int steps)\n    {Names.WhereV}"))
        {
            for (int step = steps; step < steps + plan.Layers.Count - 1; step++)
            {
                for (int layer = step - steps + 1; layer < plan.Layers.Count; layer++)
                {
                    if (step - layer >= 0)
                    {
                        LayerStep(w, plan.Layers[layer], Names.Number(step - layer));
                    }
                }
            }
        }

        w.Line();
    }

    private static void LayerStep(CodeWriter w, LayerPlan layer, string step)
    {
        using (w.Block($"if (steps > {step})"))
        {
            w.Line($"{layer.Name}RowStep<V>(w, weights, row, {step});");
        }

        w.Line();
    }
}
