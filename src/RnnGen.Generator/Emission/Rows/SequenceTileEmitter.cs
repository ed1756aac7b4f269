using System;
using System.Collections.Generic;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

/// <summary>
/// A tile of a step of a sequence: the order of sums of a batch, to the bit. Operands whose products with all steps were taken before
/// arrive in <c>product</c>; each other operand is added in blocks, the bias last.
/// </summary>
internal sealed class SequenceTileEmitter(
    CodeWriter w, RowStagePlan stage, RowTilePlan tile, bool projected) : RowTileEmitter(w, stage, tile)
{
    public void Emit(IEnumerable<string> parameters)
    {
        using (Method(parameters))
        {
            StagePlan.Matrix? matrix = Stage.Matrix;
            if (matrix is not null)
            {
                Writer.Line("ref float bias = ref weights;");
                Products((block, vector, _) => Writer.Line($"V {Product(block, vector)} = V.Zero;"));
                int width = Stage.Projected?.Width ?? 0;
                if (Stage.IsBFloat16)
                {
                    AdvanceToKernel();
                    if (projected && width > 0)
                    {
                        Advance(width);
                    }
                }
                else
                {
                    Advance(1 + (projected ? width : 0));
                }

                bool started = false;
                bool inProduct = projected && width > 0;
                foreach (OperandPlan operand in projected ? Stage.Stepwise : matrix.Operands)
                {
                    if (started && !inProduct)
                    {
                        Writer.Line();
                        SetAside();
                        (started, inProduct) = (false, true);
                    }

                    Writer.Line();
                    Writer.Line(
                        $"// + {operand.Name}·W{operand.Name}{(operand.MayBeZero ? "; nothing to add while the state is zero" : "")}");
                    if (operand.MayBeZero)
                    {
                        using (Writer.Block("if (!fromZero)"))
                        {
                            Blocks(operand, started, inProduct);
                        }

                        bool isLast = operand == matrix.Operands[matrix.Operands.Count - 1];
                        if ((!started && inProduct) || !isLast)
                        {
                            using (Writer.Block("else"))
                            {
                                if (!started && inProduct)
                                {
                                    Products((block, vector, _) => Writer.Line(TakeBefore(block, vector)));
                                }

                                if (!isLast)
                                {
                                    Advance(operand.Width);
                                }
                            }
                        }
                    }
                    else
                    {
                        Blocks(operand, started, inProduct);
                    }

                    started = true;
                }

                if (!started)
                {
                    // The input is the only operand, and its products were taken before.
                    Products((block, vector, _) => Writer.Line(TakeBefore(block, vector)));
                }

                Writer.Line();
                Products((block, vector, index) => Writer.Line($"{Product(block, vector)} += V.Load(ref bias, {Names.Vectors(index)});"));
            }

            Finish();
        }

        Writer.Line();
    }

    /// <summary>One operand in blocks of the inner length: the first into the sum itself if nothing is there.</summary>
    private void Blocks(OperandPlan operand, bool started, bool inProduct)
    {
        string name = ExprText.Identifier(operand.Name);
        int from = 0;
        if (!started)
        {
            from = Math.Min(Sizes.Block, operand.Width);
            Sum(name, from == operand.Width ? Names.Of(operand.WidthSize) : $"{from}", 0, from, chains: 1, Tile.SequenceTurn);
            if (inProduct)
            {
                Products((block, vector, _) => Writer.Line(AddBefore(block, vector)));
            }
        }

        if (from == operand.Width)
        {
            return;
        }

        // The last blocks: one that is written out, or a loop over blocks. Two sums of a whole tile at once are more than sixteen
        // registers hold, and a spilled one is stored and loaded at each multiply-add.
        bool loops = operand.Width - from > Sizes.Block;
        Writer.Line();
        using CodeWriter.Scope? scope = loops
            ? Writer.Block($"for (nint start = {from}; start < {Names.Of(operand.WidthSize)}; start += {Names.Kernels}.Block)")
            : null;
        SetAside();
        if (loops)
        {
            Writer.Line($"nint end = {Names.Math}.Min(start + {Names.Kernels}.Block, {Names.Of(operand.WidthSize)});");
            using (Writer.Block("for (nint k = start; k < end; k++)"))
            {
                Rows(name, 1, _ => "k", _ => 0, _ => "");
            }
        }
        else
        {
            Sum(name, Names.Of(operand.WidthSize), from, operand.Width, chains: 1, Tile.SequenceTurn);
        }

        Products((block, vector, _) => Writer.Line($"{Product(block, vector)} = {Before(block, vector)} + {Product(block, vector)};"));
    }

    /// <summary>Clears the registers for another sum.</summary>
    private void SetAside()
    {
        Writer.Line("// Set aside: the registers are for the next sum.");
        Products(
            (block, vector, _) => Writer.Line(
                $"V.Store({Product(block, vector)}, ref product, {Lane(block * Sizes.Padded(Stage.Units), vector)});"));
        Products((block, vector, _) => Writer.Line($"{Product(block, vector)} = V.Zero;"));
    }

    /// <summary>The sum so far: products of the inputs with the whole weights, or what this tile has set aside.</summary>
    private string Before(int block, int vector) => $"V.Load(ref product, {Lane(block * Sizes.Padded(Stage.Units), vector)})";

    private string TakeBefore(int block, int vector) =>
        $"{Product(block, vector)} = {(IsWhole(block) ? "V.Create(0.5f) * " : "")}{Before(block, vector)};";

    private string AddBefore(int block, int vector) => IsWhole(block)
        ? $"{Product(block, vector)} = V.MultiplyAdd(V.Create(0.5f), {Before(block, vector)}, {Product(block, vector)});"
        : $"{Product(block, vector)} = {Before(block, vector)} + {Product(block, vector)};";

    // Halving is exact, so that the order of sums stays all that the bits depend on.
    private bool IsWhole(int block) => projected && Stage.IsHalved(block);
}
