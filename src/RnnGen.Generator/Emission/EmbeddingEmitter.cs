using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>x = table[token]; backward dtable[token] += dx, for the rows of the table that a pass has looked up.</summary>
internal static class EmbeddingEmitter
{
    /// <summary>The member of the workspace that looks tokens up.</summary>
    public static void EmitWorkspace(CodeWriter w, ModelPlan plan)
    {
        if (plan.Embedding is not EmbeddingPlan embedding)
        {
            return;
        }

        w.Lines($$"""
            /// <summary>x = table[token] for some rows of a batch, from the parameters themselves.</summary>
            public void Embed(scoped in global::RnnGen.SequenceBatch batch, int firstRow, global::RnnGen.ModelParameters parameters, long version) =>
                CopyEmbedded(batch, firstRow, parameters, version, {{embedding.Table.Offset}}, InputSize, {{(embedding.PaddingToken is int padding ? Names.Number(padding) : "NoToken")}}, Inputs);

            """);
    }

    /// <summary>Looks the tokens of a batch up.</summary>
    public static void EmitCall(CodeWriter w, ModelPlan plan, string workspace, string first, string parameters, string version)
    {
        if (plan.Embedding is not null)
        {
            w.Line($"{workspace}.Embed(batch, {first}, {parameters}, {version});");
        }
    }

    /// <summary>The gradient of the table.</summary>
    public static void EmitBackward(CodeWriter w, EmbeddingPlan embedding)
    {
        ParameterPlan table = embedding.Table;
        w.Line("/// <summary>dtable[token] += dx over all steps and rows, for a share of the columns; of the other rows only those of the last pass are zeroed.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void EmbeddingWeights<V>(Workspace w, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Lines($$"""
                {{Names.Partition}}.Range(LayerSizes.InputStride, {{Sizes.LaneMultiple}}, part, parts, out int firstColumn, out int columns);
                columns = {{Names.Math}}.Min(columns, InputSize - firstColumn);
                if (columns <= 0)
                {
                    return;
                }

                w.ClearTouched(w.Gradients.Span.Slice({{table.Offset}}, {{table.Count}}), InputSize, firstColumn, columns);
                for (int step = 0; step < w.MaxLength; step++)
                {
                    for (int row = 0; row < w.Rows; row++)
                    {
                        int token = w.Token(step, row);
                        if (token < 0)
                        {
                            continue;
                        }

                        ref float dx = ref {{Names.Kernels}}.At(ref w.InputGradients[step, row], firstColumn);
                        ref float dtable = ref w.Gradients.At(({{(table.Offset == 0 ? "" : table.Offset + " + ")}}(nint)token * InputSize) + firstColumn);
                        nint lane = 0;
                        for (; lane + V.Width <= columns; lane += V.Width)
                        {
                            V.Store(V.Load(ref dtable, lane) + V.Load(ref dx, lane), ref dtable, lane);
                        }

                        // The rows of the table are not padded, and a sum of two numbers is the same in a vector and alone.
                        for (; lane < columns; lane++)
                        {
                            {{Names.Kernels}}.At(ref dtable, lane) += {{Names.Kernels}}.At(ref dx, lane);
                        }
                    }
                }
                """);
        }

        w.Line();
    }
}
