using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// A few vectors of units of a fused stage: their products are summed in registers, and the assignments that follow use them there.
/// </summary>
internal sealed class RowTileEmitter(CodeWriter w, RowStagePlan stage, int vectors)
{
    private static readonly string[] ChainSuffixes = ["", "b", "c", "d"];

    private int Width => stage.Blocks * vectors;

    /// <summary>For a step of a stream: short sums are split into chains, which agrees with a batch to rounding.</summary>
    public void Step(IEnumerable<string> parameters)
    {
        using (Method(parameters))
        {
            if (stage.Matrix is StagePlan.Matrix matrix)
            {
                Products((block, vector, index) => w.Line($"V {Product(block, vector)} = V.Load(ref weights, {Names.Vectors(index)});"));
                for (int chain = 1; chain < stage.Chains; chain++)
                {
                    Products((block, vector, _) => w.Line($"V {Product(block, vector, chain)} = V.Zero;"));
                }

                Advance(1);
                foreach (OperandPlan operand in matrix.Operands)
                {
                    w.Line();
                    w.Line($"// + {operand.Name}·W{operand.Name}");
                    Sum(ExprText.Identifier(operand.Name), operand.WidthName, 0, operand.Width, stage.Chains);
                }

                w.Line();
                Products((block, vector, _) =>
                {
                    string sum = stage.Chains switch
                    {
                        1 => "",
                        2 => Product(block, vector, 1),
                        _ => $"{Product(block, vector, 1)} + ({Product(block, vector, 2)} + {Product(block, vector, 3)})",
                    };
                    if (sum.Length > 0)
                    {
                        w.Line($"{Product(block, vector)} += {sum};");
                    }
                });
            }

            Finish();
        }

        w.Line();
    }

    /// <summary>
    /// For a sequence: the order of sums of a batch, to the bit. Operands whose products with all steps were taken before arrive in
    /// <c>product</c>; each other operand is added in blocks, the bias last.
    /// </summary>
    public void Sequence(IEnumerable<string> parameters, bool projected)
    {
        using (Method(parameters))
        {
            StagePlan.Matrix? matrix = stage.Matrix;
            if (matrix is not null)
            {
                w.Line("ref float bias = ref weights;");
                Products((block, vector, _) => w.Line($"V {Product(block, vector)} = V.Zero;"));
                int width = stage.Projected?.Width ?? 0;
                Advance(1 + (projected ? width : 0));

                bool started = false;
                bool inProduct = projected && width > 0;
                foreach (OperandPlan operand in projected ? stage.Stepwise : matrix.Operands)
                {
                    if (started && !inProduct)
                    {
                        w.Line();
                        w.Line("// Set aside: the registers are for the next sum.");
                        Products((block, vector, _) => w.Line($"V.Store({Product(block, vector)}, ref product, {Lane(block * Sizes.Padded(stage.Units), vector)});"));
                        Products((block, vector, _) => w.Line($"{Product(block, vector)} = V.Zero;"));
                        (started, inProduct) = (false, true);
                    }

                    w.Line();
                    w.Line($"// + {operand.Name}·W{operand.Name}{(operand.IsState ? "; nothing to add while the state is zero" : "")}");
                    if (operand.IsState)
                    {
                        using (w.Block("if (!fromZero)"))
                        {
                            Blocks(operand, started, inProduct, projected);
                        }

                        if (!started && inProduct)
                        {
                            using (w.Block("else"))
                            {
                                Products((block, vector, _) => w.Line(TakeBefore(block, vector, projected)));
                            }
                        }
                    }
                    else
                    {
                        Blocks(operand, started, inProduct, projected);
                    }

                    started = true;
                }

                w.Line();
                Products((block, vector, index) => w.Line($"{Product(block, vector)} += V.Load(ref bias, {Names.Vectors(index)});"));
            }

            Finish();
        }

        w.Line();
    }

    /// <summary>One operand in blocks of the inner length: the first into the sum itself if nothing is there.</summary>
    private void Blocks(OperandPlan operand, bool started, bool inProduct, bool projected)
    {
        string name = ExprText.Identifier(operand.Name);
        int from = 0;
        if (!started)
        {
            from = Math.Min(Sizes.Block, operand.Width);
            Sum(name, from == operand.Width ? operand.WidthName : $"{from}", 0, from, chains: 1);
            if (inProduct)
            {
                Products((block, vector, _) => w.Line(AddBefore(block, vector, projected)));
            }
        }

        if (from == operand.Width)
        {
            return;
        }

        // The last blocks: one that is written out, or a loop over blocks.
        bool loops = operand.Width - from > Sizes.Block;
        CodeWriter.Scope? scope = loops ? w.Block($"for (nint start = {from}; start < {operand.WidthName}; start += Kernels.Block)") : null;
        Products((block, vector, _) => w.Line($"V {Product(block, vector, 1)} = V.Zero;"));
        if (loops)
        {
            w.Line($"nint end = {Names.Math}.Min(start + Kernels.Block, {operand.WidthName});");
            using (w.Block("for (nint k = start; k < end; k++)"))
            {
                Rows(name, 1, _ => "k", _ => 1, _ => "");
            }
        }
        else
        {
            Sum(name, operand.WidthName, from, operand.Width, chains: 1, firstChain: 1);
        }

        w.Line();
        Products((block, vector, _) => w.Line($"{Product(block, vector)} += {Product(block, vector, 1)};"));
        scope?.Dispose();
    }

    /// <summary>The sum so far: products of the inputs with the whole weights, or what this tile has set aside.</summary>
    private string Before(int block, int vector) => $"V.Load(ref product, {Lane(block * Sizes.Padded(stage.Units), vector)})";

    private string TakeBefore(int block, int vector, bool projected) =>
        $"{Product(block, vector)} = {(IsWhole(block, projected) ? "V.Create(0.5f) * " : "")}{Before(block, vector)};";

    private string AddBefore(int block, int vector, bool projected) => IsWhole(block, projected)
        ? $"{Product(block, vector)} = V.MultiplyAdd(V.Create(0.5f), {Before(block, vector)}, {Product(block, vector)});"
        : $"{Product(block, vector)} = {Before(block, vector)} + {Product(block, vector)};";

    // Halving is exact, so that the order of sums stays all that the bits depend on.
    private bool IsWhole(int block, bool projected) => projected && stage.Halved.Contains(stage.Matrix!.Blocks[block]);

    private CodeWriter.Scope Method(IEnumerable<string> parameters)
    {
        w.Line(Names.Optimize);
        return w.Block($"private static void {stage.Method}Tile{vectors}<V>({string.Join(", ", parameters)})\n    {Names.WhereV}");
    }

    /// <summary>
    /// Adds the products of one operand's elements, each of them one broadcast: several rows of weights a turn when they are narrow,
    /// so that the loop's own instructions do not outweigh them.
    /// </summary>
    private void Sum(string operand, string end, int from, int to, int chains, int firstChain = 0)
    {
        int turn = Math.Max(chains, Math.Min(4, 8 / Width));
        int whole = from + ((to - from) / turn * turn);
        if (to - from <= 2 * turn)
        {
            whole = from;
        }
        else
        {
            string condition = whole == to ? $"k < {end}" : $"k < {whole}";
            using (w.Block($"for (nint k = {from}; {condition}; {(turn == 1 ? "k++" : $"k += {turn}")})"))
            {
                Rows(operand, turn, row => row == 0 ? "k" : $"k + {row}", row => firstChain + (row % chains), row => row == 0 ? "" : $"{row}");
            }
        }

        if (whole < to)
        {
            Rows(operand, to - whole, row => $"{whole + row}", row => firstChain + (row % chains), row => $"At{whole + row}");
        }
    }

    private void Rows(string operand, int count, Func<int, string> index, Func<int, int> chain, Func<int, string> suffix)
    {
        for (int row = 0; row < count; row++)
        {
            string value = $"{operand}Value{suffix(row)}";
            w.Line($"V {value} = V.Create(Kernels.At(ref {operand}, {index(row)}));");
            Products((block, vector, column) =>
                w.Line($"V.Accumulate(ref {Product(block, vector, chain(row))}, {value}, ref weights, {Names.Vectors((row * Width) + column)});"));
        }

        Advance(count);
    }

    private void Advance(int rows) => w.Line($"weights = ref Kernels.At(ref weights, {(rows * Width == 1 ? "V.Width" : $"{rows * Width} * V.Width")});");

    /// <summary>The assignments for each vector, or the products stored.</summary>
    private void Finish()
    {
        if (stage.Pointwise is not StagePlan.Pointwise pointwise)
        {
            StagePlan.Matrix matrix = stage.Matrix!;
            Products((block, vector, _) => w.Line($"V.Store({Product(block, vector)}, ref productRow, {Lane(block * Sizes.Padded(matrix.Units), vector)});"));
            return;
        }

        w.Line();
        if (stage.LoopsOver(vectors))
        {
            w.Line("// One vector after the other: then the constants of the functions stay in registers.");
            using (w.Block($"for (nint lane = 0; lane < {Names.Vectors(vectors)}; lane += V.Width)"))
            {
                Assign(pointwise, 0, column => column == 0 ? "lane" : $"lane + {column}", comments: true);
                w.Line();
                Products((block, vector, _) => w.Line($"{Product(block, vector)} = {Product(block, vector + 1)};"), vectors - 1);
            }

            return;
        }

        for (int vector = 0; vector < vectors; vector++)
        {
            Assign(pointwise, vector, column => Lane(column, vector), comments: vector == 0);
            w.Line();
        }
    }

    /// <summary>
    /// The assignments for one vector. Loads come just before their use and stores as soon as nothing reads the place again, because
    /// the functions need all registers.
    /// </summary>
    private void Assign(StagePlan.Pointwise pointwise, int vector, Func<int, string> lane, bool comments)
    {
        string suffix = vector.ToString(CultureInfo.InvariantCulture);
        List<LoadPlan> loads = [.. stage.Loads];
        List<StorePlan> stores = [.. stage.Stores];
        foreach (StatementPlan statement in stage.Statements)
        {
            IReadOnlyList<string> names = Differentiation.References(statement.Value);
            foreach (LoadPlan load in loads.Where(load => names.Contains(load.Name)))
            {
                w.Line($"V {ExprText.Identifier(load.Name)}{suffix} = V.Load({Place(load.Access)});");
            }

            loads.RemoveAll(load => names.Contains(load.Name));
            if (comments)
            {
                w.Line($"// {statement.Name} = {ExprText.Maths(statement.Value)}");
            }

            w.Line($"V {ExprText.Identifier(statement.Name)}{suffix} = {ExprText.Code(statement.Value, suffix)};");
            Store(stores.Where(store => store.Value == new Expr.Reference(statement.Name) && loads.All(load => load.Access.Field != store.Access.Field)));
        }

        Store(stores);

        void Store(IEnumerable<StorePlan> ready)
        {
            foreach (StorePlan store in ready.ToList())
            {
                w.Line($"V.Store({ExprText.Code(store.Value, suffix)}, {Place(store.Access)});");
                stores.Remove(store);
            }
        }

        string Place(Access access) => $"ref {PointwiseStageEmitter.LocalName(pointwise.Layer, access)}, {lane(access.Column)}";
    }

    private void Products(Action<int, int, int> action) => Products(action, vectors);

    private void Products(Action<int, int, int> action, int count)
    {
        for (int block = 0; block < stage.Blocks; block++)
        {
            for (int vector = 0; vector < count; vector++)
            {
                action(block, vector, (block * vectors) + vector);
            }
        }
    }

    private string Product(int block, int vector, int chain = 0) =>
        ExprText.Identifier(stage.Matrix!.Blocks[block]) + vector.ToString(CultureInfo.InvariantCulture) + ChainSuffixes[chain];

    private static string Lane(int column, int vector) => (column, vector) switch
    {
        (0, _) => Names.Vectors(vector),
        (_, 0) => $"{column}",
        (_, 1) => $"{column} + V.Width",
        _ => $"{column} + ({vector} * V.Width)",
    };
}
