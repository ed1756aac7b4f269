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
    /// <summary>What the methods of the halves of a split stage end with.</summary>
    public const string InputHalf = "Inputs", StateHalf = "States";

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
                foreach (RowTilePlan tile in stage.Tiles.Concat(stage.HalfTile is null ? [] : [stage.HalfTile]))
                {
                    new StepTileEmitter(w, stage, tile).Emit(OfTile(stage.StepParameters).Select(parameter => Declare(stage, parameter)));
                }

                if (stage.SumsOffset >= 0)
                {
                    Halves(w, stage);
                }
            }
        }
    }

    /// <summary>The same stage in two: the sums over its inputs, and all that comes after them.</summary>
    private static void Halves(CodeWriter w, RowStagePlan stage)
    {
        RowStagePlan whole = stage with { HalfTile = null };
        Driver(w, whole, stage.InputParameters, InputHalf);
        foreach (RowTilePlan tile in stage.Tiles)
        {
            new StepTileEmitter(w, stage, tile).EmitInputs(stage.InputParameters.Select(parameter => Declare(stage, parameter)));
        }

        Driver(w, whole, stage.StateParameters, StateHalf);
        foreach (RowTilePlan tile in stage.Tiles)
        {
            new StepTileEmitter(w, stage, tile).EmitStates(stage.StateParameters.Select(parameter => Declare(stage, parameter)));
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

                Driver(w, stage with { HalfTile = null }, stage.SequenceParameters);
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
        parameters.Where(parameter => parameter is not (RowParameterPlan.Back or RowParameterPlan.Share));

    private static string Declare(RowStagePlan stage, RowParameterPlan parameter) => parameter switch
    {
        RowParameterPlan.Share => "nint first, nint end",
        RowParameterPlan.FromZero or RowParameterPlan.Back => $"bool {NameOf(stage, parameter)}",
        _ => $"ref float {NameOf(stage, parameter)}",
    };

    private static string NameOf(RowStagePlan stage, RowParameterPlan parameter) => parameter switch
    {
        RowParameterPlan.Weights => "weights",
        RowParameterPlan.Product => "product",
        RowParameterPlan.Sums => "sums",
        RowParameterPlan.Operand(var operand) => ExprText.Identifier(operand.Name),
        RowParameterPlan.Place(var access) => stage.Pointwise is null ? "productRow" : Names.Row(access, stage.Pointwise.Layer),
        RowParameterPlan.FromZero => "fromZero",
        _ => "back",
    };

    private static void Driver(CodeWriter w, RowStagePlan stage, IReadOnlyList<RowParameterPlan> parameters, string half = "")
    {
        string equation = stage.Matrix?.Equation ?? "";
        string statements = string.Join("; ", stage.Statements.Select(AssignmentText.Equation));
        w.Line(half switch
        {
            InputHalf => $"/// <summary>The sums of {stage.Method} over its inputs.</summary>",
            StateHalf => $"/// <summary>What {stage.Method} does after these sums.</summary>",
            _ => $"/// <summary>{string.Join("; ", new[] { equation, statements }.Where(text => text.Length > 0))}.</summary>",
        });
        if (stage.Halved.Count > 0 && half.Length == 0)
        {
            w.Line(
                $"/// <remarks>The weights of {string.Join(", ", stage.Halved)} are packed halved, which is exact: "
                + "σ(2·half) shares its constants with tanh.</remarks>");
        }

        string declared = string.Join(", ", parameters.Select(parameter => Declare(stage, parameter)));
        using (w.Block($"public static void {stage.Method}{half}<V>({declared})\n    {Names.WhereV}"))
        {
            RowTilePlan largest = stage.Tiles[0];
            string all = Names.Of(stage.UnitsSize);
            if (stage.EndsInHalf)
            {
                w.Line("// Half a vector of 512 bits is a whole one of 256, at the end.");
            }

            w.Line(stage.EndsInHalf
                ? $"nint units = V.Width > 8 ? {all} - {stage.LastUnits} : {all};"
                : $"nint units = {Names.Kernels}.Lanes<V>({all});");
            w.Line($"nint tile = {Names.Vectors(largest.Vectors)};");
            w.Line($"nint whole = units / tile * tile;");
            bool isShared = parameters.Any(parameter => parameter is RowParameterPlan.Share);
            if (isShared)
            {
                w.Line($"nint last = {Names.Math}.Min(end, whole);");
            }

            if (stage.Sweeps)
            {
                w.Line("// Back through the tiles at every other step: the last ones are still in the cache.");
            }

            (string from, string to) = isShared ? ("first", "last") : ("0", "whole");
            using (w.Block($"for (nint done = {from}; done < {to}; done += tile)"))
            {
                string origin = isShared ? "first + " : "";
                w.Line(stage.Sweeps ? $"nint unit = back ? {origin}{to} - tile - done : done;" : "nint unit = done;");
                w.Line(Call(stage, half, largest, parameters, "unit"));
            }

            if (isShared && (stage.Tiles.Count > 1 || stage.EndsInHalf))
            {
                w.Line();
                w.Line("// What is left of whole tiles belongs to the last share.");
                using (w.Block("if (end <= whole)"))
                {
                    w.Line("return;");
                }
            }

            if (stage.Tiles.Count > 1)
            {
                w.Line();
                w.Line("nint rest = whole;");
                foreach (RowTilePlan size in stage.Tiles.Skip(1))
                {
                    string width = Names.VectorsInSum(size.Vectors);
                    using (w.Block($"if (rest + {width} <= units)"))
                    {
                        w.Line(Call(stage, half, size, parameters, "rest"));
                        if (size != stage.Tiles[stage.Tiles.Count - 1])
                        {
                            w.Line($"rest += {width.Trim('(', ')')};");
                        }
                    }

                    w.Line();
                }
            }

            if (stage.EndsInHalf)
            {
                w.Line();
                using (w.Block($"if (units < {all})"))
                {
                    w.Line(stage.HalfTile is RowTilePlan tile
                        ? Call(stage, half, tile, parameters, "units", $"V, {Names.Half}")
                        : Call(stage, half, stage.Tiles[stage.Tiles.Count - 1], parameters, "units", Names.Half));
                }
            }
        }

        w.Line();
    }

    private static string Call(
        RowStagePlan stage, string half, RowTilePlan tile, IEnumerable<RowParameterPlan> parameters, string unit, string types = "V")
    {
        IEnumerable<string> arguments = OfTile(parameters).Select(parameter => (parameter, NameOf(stage, parameter)) switch
        {
            (RowParameterPlan.Weights, string name) => $"ref {Names.Kernels}.At(ref {name}, {unit} * "
                + (stage.HalvesPerUnit % 2 == 0 ? $"{stage.HalvesPerUnit / 2})" : $"{stage.HalvesPerUnit} / 2)"),
            (RowParameterPlan.Sums, string name) => $"ref {Names.Kernels}.At(ref {name}, {unit} * {stage.SumsPerUnit})",
            (RowParameterPlan.Operand, string name) => $"ref {name}",
            (RowParameterPlan.FromZero, string name) => name,
            (_, string name) => $"ref {Names.Kernels}.At(ref {name}, {unit})",
        });
        return $"{stage.MethodOf(tile, half)}<{types}>({string.Join(", ", arguments)});";
    }
}
