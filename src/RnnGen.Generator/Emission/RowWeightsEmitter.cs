using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The class that holds the parameters in the layout of single rows.</summary>
internal static class RowWeightsEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("/// <summary>The parameters in the order in which a single row reads them, packed once a version of the parameters.</summary>\nprivate sealed class RowWeights"))
        {
            w.Lines("""
                /// <summary>The version that was packed.</summary>
                public long Version;

                /// <summary>The vector width that was asked for.</summary>
                public int ForBits;

                /// <summary>The vector width that the tiles are for: no wider than what the units of every layer fill.</summary>
                public int VectorBits;

                """);
            foreach (RowStagePlan stage in RowStageEmitter.Stages(plan))
            {
                if (stage.Matrix is not null)
                {
                    w.Line($"public readonly {Names.AlignedBuffer} {stage.Method} = {Names.AlignedBuffer}.Allocate({Floats(stage)});");
                }
            }

            w.Line();
            w.Line("/// <summary>Packs all stages.</summary>");
            using (w.Block($"public void Pack({Names.ReadOnlySpan} parameters, int vectorWidth)"))
            {
                foreach (RowStagePlan stage in RowStageEmitter.Stages(plan))
                {
                    if (stage.Matrix is not StagePlan.Matrix matrix)
                    {
                        continue;
                    }

                    string sources = $"\n    parameters.Slice({matrix.Kernel.Offset}, {matrix.Kernel.Count}), parameters.Slice({matrix.Bias.Offset}, {matrix.Bias.Count}), ";
                    w.Lines(stage.IsDot
                        ? $"{Names.WeightLayout}.PackColumns({sources}{RowStageEmitter.DotStride(stage)}, {stage.Method}.Span);"
                        : $"{Names.WeightLayout}.PackRowTiles({sources}{stage.Blocks}, {stage.Units}, vectorWidth, {stage.TileVectors}, {stage.Method}.Span);");
                }
            }
        }
    }

    private static long Floats(RowStagePlan stage) => stage.IsDot
        ? (long)stage.Units * (RowStageEmitter.DotStride(stage) + 1)
        : (long)Sizes.Padded(stage.Units) * RowStageEmitter.FloatsPerUnit(stage);
}
