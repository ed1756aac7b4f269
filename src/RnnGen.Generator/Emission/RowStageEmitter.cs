using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

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
            foreach (RowStagePlan stage in Stages(plan))
            {
                if (stage.IsDot)
                {
                    Dot(w, stage);
                    continue;
                }

                List<string> references = [.. References(stage, projected: false, product: false)];
                Driver(w, stage, references, fromZero: false);
                foreach (int vectors in TileSizes(stage))
                {
                    new RowTileEmitter(w, stage, vectors).Step(references.Select(name => $"ref float {name}"));
                }
            }

            Dots(w, plan);
            FunctionsEmitter.Emit(w, ["Sigmoid", "Tanh"]);
        }
    }

    /// <summary>The stages of a step of a sequence: the bits of a batch.</summary>
    public static void EmitSequences(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of one step of a row that runs alone: the order of sums is that of a batch.</summary>\n" +
            "private static class RowStages"))
        {
            bool projected = !plan.Row.Interleaves;
            foreach (RowStagePlan stage in plan.Row.Layers.SelectMany(layer => layer.Stages))
            {
                List<string> references = [.. References(stage, projected, product: IsProjected(stage))];
                bool fromZero = HasState(stage);
                Driver(w, stage, references, fromZero);
                foreach (int vectors in TileSizes(stage))
                {
                    new RowTileEmitter(w, stage, vectors).Sequence(
                        references.Select(name => $"ref float {name}").Concat(fromZero ? ["bool fromZero"] : []), projected && IsProjected(stage));
                }
            }

            FunctionsEmitter.Emit(w, ["Sigmoid", "Tanh"]);
        }
    }

    /// <summary>Whether an operand's products with all steps can be taken before the first step: it does not depend on the layer.</summary>
    public static bool IsProjected(OperandPlan operand) => operand.Name == CellBuilder.InputName;

    /// <summary>Whether a stage has such an operand.</summary>
    public static bool IsProjected(RowStagePlan stage) => stage.Matrix is not null && stage.Matrix.Operands.Any(IsProjected);

    /// <summary>Whether a stage multiplies a state, which is zero before the first step of most sequences.</summary>
    public static bool HasState(RowStagePlan stage) => stage.Matrix is not null && stage.Matrix.Operands.Any(operand => operand.IsState);

    /// <summary>All stages of a row, in order.</summary>
    public static IEnumerable<RowStagePlan> Stages(ModelPlan plan) => plan.Row.Layers.SelectMany(layer => layer.Stages).Concat(plan.Row.Head);

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

            foreach (OperandPlan operand in matrix.Operands.Where(operand => !projected || !IsProjected(operand)))
            {
                yield return ExprText.Identifier(operand.Name);
            }
        }

        foreach (Access access in Places(stage))
        {
            yield return stage.Pointwise is null ? "productRow" : PointwiseStageEmitter.LocalName(stage.Pointwise.Layer, access);
        }
    }

    /// <summary>The places that a stage loads from and stores to, unit by unit.</summary>
    public static IEnumerable<Access> Places(RowStagePlan stage)
    {
        if (stage.Pointwise is not StagePlan.Pointwise pointwise)
        {
            return [stage.Matrix!.Output];
        }

        return pointwise.Forward.Loads.Select(load => load.Access)
            .Concat(pointwise.Forward.Stores.Where(store => !store.TrainingOnly).Select(store => store.Access))
            .Where(access => access.Field != stage.Matrix?.Output.Field)
            .Select(access => access with { Column = 0 })
            .Distinct();
    }

    /// <summary>Floats of packed weights for one unit of a stage.</summary>
    public static int FloatsPerUnit(RowStagePlan stage) => stage.WeightRows * stage.Blocks;

    /// <summary>The tiles that some vector width needs: the largest, then halves for what is left.</summary>
    private static IEnumerable<int> TileSizes(RowStagePlan stage)
    {
        SortedSet<int> sizes = [];
        foreach (int width in new[] { 4, 8, 16 })
        {
            int left = (stage.Units + width - 1) / width;
            for (int size = stage.TileVectors; left > 0; size /= 2)
            {
                if (left >= size)
                {
                    sizes.Add(size);
                    left %= size;
                }
            }
        }

        return sizes.Reverse();
    }

    private static void Driver(CodeWriter w, RowStagePlan stage, List<string> references, bool fromZero)
    {
        string equation = stage.Matrix?.Equation ?? "";
        string statements = stage.Pointwise is null
            ? ""
            : string.Join("; ", stage.Pointwise.Forward.Statements.Select(statement => $"{statement.Name} = {ExprText.Maths(statement.Value)}"));
        w.Line($"/// <summary>{string.Join("; ", new[] { equation, statements }.Where(text => text.Length > 0))}.</summary>");
        string parameters = string.Join(", ", references.Select(name => $"ref float {name}")) + (fromZero ? ", bool fromZero" : "") + (stage.Sweeps ? ", bool back" : "");
        using (w.Block($"public static void {stage.Method}<V>({parameters})\n    {Names.WhereV}"))
        {
            List<int> sizes = [.. TileSizes(stage)];
            int largest = sizes[0];
            w.Line($"nint units = Kernels.Lanes<V>({stage.UnitsName});");
            w.Line($"nint tile = {(largest == 1 ? "V.Width" : $"{largest} * V.Width")};");
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
                    string width = size == 1 ? "V.Width" : $"({size} * V.Width)";
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
            name == "weights" ? $"ref Kernels.At(ref weights, {unit} * {FloatsPerUnit(stage)})"
            : operands.Contains(name) ? $"ref {name}"
            : $"ref Kernels.At(ref {name}, {unit})");
        return $"{stage.Method}Tile{vectors}<V>({string.Join(", ", arguments)}{(fromZero ? ", fromZero" : "")});";
    }

    /// <summary>A dense layer of few columns: each a sum across units.</summary>
    private static void Dot(CodeWriter w, RowStagePlan stage)
    {
        StagePlan.Matrix matrix = stage.Matrix!;
        OperandPlan operand = matrix.Operands[0];
        string name = ExprText.Identifier(operand.Name);
        int stride = DotStride(stage);
        w.Line($"/// <summary>{matrix.Equation}, a sum across units for each column.</summary>");
        using (w.Block($"public static void {stage.Method}<V>(ref float weights, ref float {name}, ref float productRow)\n    {Names.WhereV}"))
        {
            for (int column = 0; column < stage.Units; column++)
            {
                string weights = column == 0 ? "ref weights" : $"ref Kernels.At(ref weights, {column * stride})";
                string target = column == 0 ? "productRow" : $"Kernels.At(ref productRow, {column})";
                w.Line($"{target} = Dot{(stride % 16 == 0 ? 16 : 8)}<V>(ref {name}, {weights}, {stride}) + Kernels.At(ref weights, {(stage.Units * stride) + column});");
            }
        }

        w.Line();
    }

    /// <summary>Floats from column to column of a dense layer of few columns: whole sets of 16 virtual lanes, or of 8.</summary>
    public static int DotStride(RowStagePlan stage)
    {
        int rows = stage.Matrix!.Operands[0].Width;
        return rows % 16 == 8 ? rows : Sizes.Padded(rows);
    }

    private static void Dots(CodeWriter w, ModelPlan plan)
    {
        List<int> strides = [.. plan.Row.Head.Where(stage => stage.IsDot).Select(DotStride)];
        if (strides.Any(stride => stride % 16 == 0))
        {
            using (w.Block(DotHeader(16)))
            {
                w.Lines("""
                    V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
                    for (nint lane = 0; lane < count; lane += 16)
                    {
                        V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
                        if (V.Width <= 8)
                        {
                            V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
                        }

                        if (V.Width == 4)
                        {
                            V.Accumulate(ref c, V.Load(ref values, lane + (2 * V.Width)), ref weights, lane + (2 * V.Width));
                            V.Accumulate(ref d, V.Load(ref values, lane + (3 * V.Width)), ref weights, lane + (3 * V.Width));
                        }
                    }

                    // Lane i with i + 8, then i + 4, i + 2, i + 1.
                    return V.Sum(V.Width == 16 ? a : V.Width == 8 ? a + b : (a + c) + (b + d));
                    """);
            }

            w.Line();
        }

        if (strides.Any(stride => stride % 16 != 0))
        {
            using (w.Block(DotHeader(8)))
            {
                w.Lines("""
                    V a = V.Zero, b = V.Zero;
                    for (nint lane = 0; lane < count; lane += 8)
                    {
                        V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
                        if (V.Width == 4)
                        {
                            V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
                        }
                    }

                    // Lane i with i + 4, then i + 2, i + 1.
                    return V.Sum(V.Width == 4 ? a + b : a);
                    """);
            }

            w.Line();
        }
    }

    private static string DotHeader(int lanes) =>
        $"/// <summary>Σ values·weights over {lanes} virtual lanes: the same bits at every vector width.</summary>\n" +
        $"{Names.Inline}\n" +
        $"private static float Dot{lanes}<V>(ref float values, ref float weights, int count)\n    {Names.WhereV}";
}
