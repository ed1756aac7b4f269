using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

/// <summary>The stages of one row: loops over tiles of units.</summary>
internal static class RowStageEmitter
{
    /// <summary>The stages of a step of a stream.</summary>
    public static void EmitSteps(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of one step of one row, each product fused with the stage that reads it.</summary>\n" +
            "private static class StepStages"))
        {
            foreach (RowStagePlan stage in plan.Row!.Stages)
            {
                if (stage.IsDot)
                {
                    DotEmitter.Stage(w, stage);
                    continue;
                }

                if (stage.IsInt8)
                {
                    Int8RowEmitter.Stage(w, stage, string.Join(", ", stage.StepParameters.Select(parameter => Declare(stage, parameter))));
                    continue;
                }

                if (stage.Normalize is StagePlan.Normalize normalize)
                {
                    NormalizeEmitter.Row(w, normalize, stage.Places);
                    continue;
                }

                Driver(w, stage, stage.StepParameters);
                foreach (RowTilePlan tile in stage.Tiles)
                {
                    new StepTileEmitter(w, stage, tile).Emit(OfTile(stage.StepParameters).Select(parameter => Declare(stage, parameter)));
                }
            }
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
            foreach (RowStagePlan stage in plan.Row!.StepLayers.SelectMany(layer => layer.Stages))
            {
                if (stage.Normalize is StagePlan.Normalize normalize)
                {
                    NormalizeEmitter.Row(w, normalize, stage.Places);
                    continue;
                }

                Driver(w, stage, stage.SequenceParameters);
                foreach (RowTilePlan tile in stage.Tiles)
                {
                    new SequenceTileEmitter(w, stage, tile, projected && stage.Projected is not null).Emit(
                        OfTile(stage.SequenceParameters).Select(parameter => Declare(stage, parameter)));
                }
            }
        }
    }

    /// <summary>A tile has its own place, whichever way the loop goes.</summary>
    private static IEnumerable<RowParameterPlan> OfTile(IEnumerable<RowParameterPlan> parameters) =>
        parameters.Where(parameter => parameter is not RowParameterPlan.Back);

    private static string Declare(RowStagePlan stage, RowParameterPlan parameter) =>
        $"{(parameter is RowParameterPlan.FromZero or RowParameterPlan.Back ? "bool" : "ref float")} {NameOf(stage, parameter)}";

    private static string NameOf(RowStagePlan stage, RowParameterPlan parameter) => parameter switch
    {
        RowParameterPlan.Weights => "weights",
        RowParameterPlan.Product => "product",
        RowParameterPlan.Operand(var operand) => ExprText.Identifier(operand.Name),
        RowParameterPlan.Place(var access) => stage.Pointwise is null ? "productRow" : Names.Row(access, stage.Pointwise.Layer),
        RowParameterPlan.FromZero => "fromZero",
        _ => "back",
    };

    private static void Driver(CodeWriter w, RowStagePlan stage, IReadOnlyList<RowParameterPlan> parameters)
    {
        string equation = stage.Matrix?.Equation ?? "";
        string statements = string.Join("; ", stage.Statements.Select(AssignmentText.Equation));
        w.Line($"/// <summary>{string.Join("; ", new[] { equation, statements }.Where(text => text.Length > 0))}.</summary>");
        if (stage.Halved.Count > 0)
        {
            w.Line(
                $"/// <remarks>The weights of {string.Join(", ", stage.Halved)} are packed halved, which is exact: "
                + "σ(2·half) shares its constants with tanh.</remarks>");
        }

        string declared = string.Join(", ", parameters.Select(parameter => Declare(stage, parameter)));
        using (w.Block($"public static void {stage.Method}<V>({declared})\n    {Names.WhereV}"))
        {
            List<int> sizes = [.. stage.Tiles.Select(tile => tile.Vectors)];
            int largest = sizes[0];
            w.Line($"nint units = {Names.Kernels}.Lanes<V>({Names.Of(stage.UnitsSize)});");
            w.Line($"nint tile = {Names.Vectors(largest)};");
            w.Line($"nint whole = units / tile * tile;");
            if (stage.Sweeps)
            {
                w.Line("// Back through the tiles at every other step: the last ones are still in the cache.");
            }

            using (w.Block("for (nint done = 0; done < whole; done += tile)"))
            {
                w.Line(stage.Sweeps ? "nint unit = back ? whole - tile - done : done;" : "nint unit = done;");
                w.Line(Call(stage, largest, parameters, "unit"));
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
                        w.Line(Call(stage, size, parameters, "rest"));
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

    private static string Call(RowStagePlan stage, int vectors, IEnumerable<RowParameterPlan> parameters, string unit)
    {
        IEnumerable<string> arguments = OfTile(parameters).Select(parameter => (parameter, NameOf(stage, parameter)) switch
        {
            (RowParameterPlan.Weights, string name) => $"ref {Names.Kernels}.At(ref {name}, {unit} * "
                + (stage.HalvesPerUnit % 2 == 0 ? $"{stage.HalvesPerUnit / 2})" : $"{stage.HalvesPerUnit} / 2)"),
            (RowParameterPlan.Operand, string name) => $"ref {name}",
            (RowParameterPlan.FromZero, string name) => name,
            (_, string name) => $"ref {Names.Kernels}.At(ref {name}, {unit})",
        });
        return $"{stage.Method}Tile{vectors}<V>({string.Join(", ", arguments)});";
    }
}
