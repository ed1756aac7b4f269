using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>The stages of one row: loops over tiles of units.</summary>
internal static class RowStageEmitter
{
    /// <summary>The stages of a step of a stream.</summary>
    public static void EmitSteps(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of one step of one row, each product fused with what becomes of it.</summary>\n" +
            "private static class StepStages"))
        {
            foreach (RowStagePlan stage in plan.Row!.Stages)
            {
                if (stage.IsDot)
                {
                    DotEmitter.Stage(w, stage);
                    continue;
                }

                if (stage.Normalize is StagePlan.Normalize normalize)
                {
                    NormalizeEmitter.Row(w, normalize, stage.Places);
                    continue;
                }

                List<string> references = [.. References(stage, projected: false, product: false)];
                Driver(w, stage, references, fromZero: false);
                foreach (RowTilePlan tile in stage.Tiles)
                {
                    new StepTileEmitter(w, stage, tile).Emit(references.Select(name => $"ref float {name}"));
                }
            }

            DotEmitter.Sums(w, plan);
            Functions(w, plan.Row!.Stages);
        }
    }

    /// <summary>The stages of a step of a sequence: the bits of a batch.</summary>
    public static void EmitSequences(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of one step of a row that runs alone: the order of sums is that of a batch.</summary>\n" +
            "private static class RowStages"))
        {
            bool projected = !plan.Row!.Interleaves;
            foreach (RowStagePlan stage in plan.Row!.Layers.SelectMany(layer => layer.Stages))
            {
                if (stage.Normalize is StagePlan.Normalize normalize)
                {
                    NormalizeEmitter.Row(w, normalize, stage.Places);
                    continue;
                }

                List<string> references = [.. References(stage, projected, stage.SetsAside)];
                bool fromZero = stage.HasState;
                Driver(w, stage, references, fromZero);
                foreach (RowTilePlan tile in stage.Tiles)
                {
                    new SequenceTileEmitter(w, stage, tile, projected && stage.Projected is not null).Emit(
                        references.Select(name => $"ref float {name}").Concat(fromZero ? ["bool fromZero"] : []));
                }
            }

            Functions(w, plan.Row!.Layers.SelectMany(layer => layer.Stages));
        }
    }

    /// <summary>What a stage's methods take by reference: weights, operands, and the places that the pointwise stage uses.</summary>
    public static IEnumerable<string> References(RowStagePlan stage, bool projected, bool product)
    {
        if (stage.Matrix is StagePlan.Matrix matrix)
        {
            yield return "weights";
            if (product)
            {
                yield return "product";
            }

            foreach (OperandPlan operand in projected ? stage.Stepwise : matrix.Operands)
            {
                yield return ExprText.Identifier(operand.Name);
            }
        }

        foreach (Access access in stage.Places)
        {
            yield return stage.Pointwise is null ? "productRow" : access.RowName(stage.Pointwise.Layer);
        }
    }

    private static void Functions(CodeWriter w, IEnumerable<RowStagePlan> stages) => FunctionsEmitter.Emit(
        w,
        FunctionsEmitter.Called(stages.SelectMany(stage => stage.Statements))
            .Concat(FunctionsEmitter.Stored(stages.Any(stage => stage.Stores.Any(store => store.IsCarried && !stage.EndsChain(store))))));

    private static void Driver(CodeWriter w, RowStagePlan stage, List<string> references, bool fromZero)
    {
        string equation = stage.Matrix?.Equation ?? "";
        string statements = string.Join("; ", stage.Statements.Select(AssignmentText.Equation));
        w.Line($"/// <summary>{string.Join("; ", new[] { equation, statements }.Where(text => text.Length > 0))}.</summary>");
        if (stage.Halved.Count > 0)
        {
            w.Line($"/// <remarks>The weights of {string.Join(", ", stage.Halved)} are packed halved, which is exact: σ(2·half) shares its constants with tanh.</remarks>");
        }

        string parameters = string.Join(", ", references.Select(name => $"ref float {name}")) + (fromZero ? ", bool fromZero" : "") + (stage.Sweeps ? ", bool back" : "");
        using (w.Block($"public static void {stage.Method}<V>({parameters})\n    {Names.WhereV}"))
        {
            List<int> sizes = [.. stage.Tiles.Select(tile => tile.Vectors)];
            int largest = sizes[0];
            w.Line($"nint units = {Names.Kernels}.Lanes<V>({stage.UnitsName});");
            w.Line($"nint tile = {Names.Vectors(largest)};");
            w.Line($"nint whole = units / tile * tile;");
            if (stage.Sweeps)
            {
                w.Line("// Back through the tiles at every other step: the last ones are still in the cache.");
            }

            using (w.Block("for (nint done = 0; done < whole; done += tile)"))
            {
                w.Line(stage.Sweeps ? "nint unit = back ? whole - tile - done : done;" : "nint unit = done;");
                w.Line(Call(stage, largest, references, fromZero, "unit"));
            }

            if (sizes.Count > 1)
            {
                w.Line();
                w.Line("nint rest = whole;");
                foreach (int size in sizes.Skip(1))
                {
                    string width = Names.VectorsInSum(size);
                    using (w.Block($"if (rest + {width} <= units)"))
                    {
                        w.Line(Call(stage, size, references, fromZero, "rest"));
                        if (size != sizes[sizes.Count - 1])
                        {
                            w.Line($"rest += {width.Trim('(', ')')};");
                        }
                    }

                    w.Line();
                }
            }
        }

        w.Line();
    }

    private static string Call(RowStagePlan stage, int vectors, List<string> references, bool fromZero, string unit)
    {
        HashSet<string> operands = [.. (stage.Matrix?.Operands.Select(operand => ExprText.Identifier(operand.Name)) ?? [])];
        IEnumerable<string> arguments = references.Select(name =>
            name == "weights" ? $"ref {Names.Kernels}.At(ref weights, {unit} * {stage.FloatsPerUnit})"
            : operands.Contains(name) ? $"ref {name}"
            : $"ref {Names.Kernels}.At(ref {name}, {unit})");
        return $"{stage.Method}Tile{vectors}<V>({string.Join(", ", arguments)}{(fromZero ? ", fromZero" : "")});";
    }
}
