using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

/// <summary>
/// A few vectors of units of a fused stage: their products are summed in registers, and the assignments that follow use them there.
/// How they are summed is left to the two kinds of tiles.
/// </summary>
internal abstract class RowTileEmitter(CodeWriter w, RowStagePlan stage, RowTilePlan tile)
{
    private static readonly string[] ChainSuffixes = ["", "b", "c", "d"];

    protected CodeWriter Writer { get; } = w;

    protected RowStagePlan Stage { get; } = stage;

    protected RowTilePlan Tile { get; } = tile;

    protected int Vectors => Tile.Vectors;

    private int Width => Stage.Blocks * Vectors;

    protected CodeWriter.Scope Method(IEnumerable<string> parameters, string half = "")
    {
        (string types, string where) = Tile.AndHalf ? ("V, H", $"{Names.WhereV}\n    {Names.WhereH}") : ("V", Names.WhereV);
        Writer.Line(Names.Optimize);
        return Writer.Block(
            $"private static void {Stage.MethodOf(Tile, half)}<{types}>({string.Join(", ", parameters)})\n    {where}");
    }

    /// <summary>
    /// Adds the products of one operand's elements, each of them one broadcast: <paramref name="turn"/> rows of weights in each
    /// turn of the loop, so that its own instructions do not outweigh them.
    /// </summary>
    protected void Sum(string operand, string end, int from, int to, int chains, int turn)
    {
        int whole = from + ((to - from) / turn * turn);
        if (to - from <= 2 * turn)
        {
            whole = from;
        }
        else
        {
            string condition = whole == to ? $"k < {end}" : $"k < {whole}";
            using (Writer.Block($"for (nint k = {from}; {condition}; {(turn == 1 ? "k++" : $"k += {turn}")})"))
            {
                Rows(operand, turn, row => row == 0 ? "k" : $"k + {row}", row => row % chains, row => row == 0 ? "" : $"{row}");
            }
        }

        if (whole < to)
        {
            Rows(operand, to - whole, row => $"{whole + row}", row => row % chains, row => $"At{whole + row}");
        }
    }

    protected void Rows(string operand, int count, Func<int, string> index, Func<int, int> chain, Func<int, string> suffix)
    {
        string accumulate = Stage.IsBFloat16 ? "AccumulateBFloat16" : "Accumulate";
        for (int row = 0; row < count; row++)
        {
            string value = $"{operand}Value{suffix(row)}";
            Writer.Line($"V {value} = V.Broadcast(ref {operand}, {index(row)});");
            if (Tile.AndHalf)
            {
                Writer.Line($"H {value}Half = V.Lower<H>({value});");
            }

            Products((block, vector, column) =>
                Writer.Line(
                    $"{Type(vector)}.{accumulate}(ref {Product(block, vector, chain(row))}, {value}{(vector == Vectors ? "Half" : "")}, "
                    + $"{Weights(row, vector, column)});"));
        }

        Advance(count);
    }

    /// <summary>To the rows of the kernel behind the bias.</summary>
    protected void AdvanceToKernel() => Advance(Width, Stage.Blocks, "");

    protected void Advance(int rows) => Advance(rows * Width, rows * Stage.Blocks, Stage.IsBFloat16 ? " / 2" : "");

    private void Advance(int vectors, int halfVectors, string divided)
    {
        Writer.Line($"weights = ref {Names.Kernels}.At(ref weights, {Names.Vectors(vectors)}{divided});");
        if (Tile.AndHalf)
        {
            Writer.Line($"half = ref {Names.Kernels}.At(ref half, {Names.Vectors(halfVectors, "H")}{divided});");
        }
    }

    /// <summary>The type of a vector: H of the half one behind the others.</summary>
    protected string Type(int vector) => vector == Vectors ? "H" : "V";

    /// <summary>Where the weights of a row are.</summary>
    protected string Weights(int row, int vector, int column) => vector == Vectors
        ? $"ref half, {Names.Vectors((row * Stage.Blocks) + column, "H")}"
        : $"ref weights, {Names.Vectors((row * Width) + column)}";

    /// <summary>The assignments for each vector, or the products stored.</summary>
    protected void Finish()
    {
        if (Stage.Pointwise is not StagePlan.Pointwise pointwise)
        {
            StagePlan.Matrix matrix = Stage.Matrix!;
            Products(
                (block, vector, _) => Writer.Line(
                    $"{Type(vector)}.Store({Product(block, vector)}, ref productRow, "
                    + $"{Lane(block * Sizes.Padded(matrix.Units), vector)});"));
            return;
        }

        Writer.Line();
        if (Tile.Loops)
        {
            Writer.Line("// One vector after the other: then the constants of the functions stay in registers.");
            using (Writer.Block($"for (nint lane = 0; lane < {Names.Vectors(Vectors)}; lane += V.Width)"))
            {
                Assign(pointwise, 0, column => column == 0 ? "lane" : $"lane + {column}", comments: true);
                Writer.Line();
                Products((block, vector, _) => Writer.Line($"{Product(block, vector)} = {Product(block, vector + 1)};"), Vectors - 1);
            }

            Writer.Line();
        }

        for (int vector = Tile.Loops ? Vectors : 0; vector < (Tile.AndHalf ? Vectors + 1 : Vectors); vector++)
        {
            Assign(pointwise, vector, column => Lane(column, vector), comments: vector == 0);
            Writer.Line();
        }
    }

    /// <summary>
    /// The assignments for one vector. Loads come just before their use and stores as soon as nothing reads the place again, because
    /// the functions need all registers.
    /// </summary>
    private void Assign(StagePlan.Pointwise pointwise, int vector, Func<int, string> lane, bool comments)
    {
        string suffix = vector.ToString(CultureInfo.InvariantCulture), type = Type(vector);
        List<LoadPlan> loads = [.. Stage.Loads];
        List<StorePlan> stores = [.. Stage.Stores];
        foreach (StatementPlan statement in Stage.Statements)
        {
            IReadOnlyList<string> names = Differentiation.References(statement.Value);
            foreach (LoadPlan load in loads.Where(load => names.Contains(load.Name)))
            {
                Writer.Line(AssignmentText.Load(load, Place(load.Access), suffix, type));
            }

            loads.RemoveAll(load => names.Contains(load.Name));
            if (comments)
            {
                Writer.Line($"// {AssignmentText.Explained(statement)}");
            }

            Writer.Line(AssignmentText.Statement(statement, suffix, type));
            Store(stores.Where(store => store.Value == new Expr.Reference(statement.Name)
                && loads.All(load => load.Access.Buffer != store.Access.Buffer)));
        }

        Store(stores);

        void Store(IEnumerable<StorePlan> ready)
        {
            foreach (StorePlan store in ready.ToList())
            {
                if (comments && store.IsCarried)
                {
                    Writer.Line(AssignmentText.Carried);
                }

                Writer.Line(Stage.EndsChain(store)
                    ? $"{type}.StoreCarried({ExprText.Code(store.Value, suffix, type)}, {Place(store.Access)});"
                    : AssignmentText.Store(store, Place(store.Access), suffix, type));
                stores.Remove(store);
            }
        }

        string Place(Access access) => $"ref {Names.Row(access, pointwise.Layer)}, {lane(access.Column)}";
    }

    /// <summary>Does something for each block and vector: the half one is the last, its column among its own.</summary>
    protected void Products(Action<int, int, int> action)
    {
        Products(action, Vectors);
        for (int block = 0; Tile.AndHalf && block < Stage.Blocks; block++)
        {
            action(block, Vectors, block);
        }
    }

    private void Products(Action<int, int, int> action, int count)
    {
        for (int block = 0; block < Stage.Blocks; block++)
        {
            for (int vector = 0; vector < count; vector++)
            {
                action(block, vector, (block * Vectors) + vector);
            }
        }
    }

    protected string Product(int block, int vector, int chain = 0) =>
        ExprText.Numbered(Stage.Matrix!.Blocks[block], vector.ToString(CultureInfo.InvariantCulture)) + ChainSuffixes[chain];

    protected static string Lane(int column, int vector) => (column, vector) switch
    {
        (0, _) => Names.Vectors(vector),
        (_, 0) => $"{column}",
        (_, 1) => $"{column} + V.Width",
        _ => $"{column} + ({vector} * V.Width)",
    };
}
