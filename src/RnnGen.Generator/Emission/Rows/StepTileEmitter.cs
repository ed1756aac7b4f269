using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

/// <summary>A tile of a step of a stream: short sums are split into chains, which agrees with a batch to rounding.</summary>
internal sealed class StepTileEmitter(CodeWriter w, RowStagePlan stage, RowTilePlan tile) : RowTileEmitter(w, stage, tile)
{
    public void Emit(IEnumerable<string> parameters)
    {
        using (Method(parameters))
        {
            if (Stage.Matrix is StagePlan.Matrix matrix)
            {
                Begin();
                foreach (OperandPlan operand in matrix.Operands)
                {
                    Add(operand);
                }

                Join();
            }

            Finish();
        }

        Writer.Line();
    }

    /// <summary>The first half of a split stage: its sums over the inputs, stored.</summary>
    public void EmitInputs(IEnumerable<string> parameters)
    {
        using (Method(parameters, RowStageEmitter.InputHalf))
        {
            Begin();
            Add(Stage.Projected!);
            Writer.Line();
            Chains((product, index) => Writer.Line($"V.Store({product}, ref sums, {Names.Vectors(index)});"));
        }

        Writer.Line();
    }

    /// <summary>The second half: the sums go on where the first has left them.</summary>
    public void EmitStates(IEnumerable<string> parameters)
    {
        using (Method(parameters, RowStageEmitter.StateHalf))
        {
            Chains((product, index) => Writer.Line($"V {product} = V.Load(ref sums, {Names.Vectors(index)});"));
            AdvanceToKernel();
            Advance(Stage.Projected!.Width);
            foreach (OperandPlan operand in Stage.Stepwise)
            {
                Add(operand);
            }

            Join();
            Finish();
        }

        Writer.Line();
    }

    private void Begin()
    {
        if (Tile.AndHalf)
        {
            Writer.Line("// Half a vector of 512 bits is a whole one of 256: its weights come behind those of the others.");
            Writer.Line($"ref float half = ref {Names.Kernels}.At(ref weights, {Vectors * Sizes.LaneMultiple * Stage.HalvesPerUnit / 2});");
        }

        Products((block, vector, column) =>
            Writer.Line($"{Type(vector)} {Product(block, vector)} = {Type(vector)}.Load({Weights(0, vector, column)});"));
        for (int chain = 1; chain < Stage.Chains; chain++)
        {
            Products((block, vector, _) => Writer.Line($"{Type(vector)} {Product(block, vector, chain)} = {Type(vector)}.Zero;"));
        }

        AdvanceToKernel();
    }

    private void Add(OperandPlan operand)
    {
        Writer.Line();
        Writer.Line($"// + {operand.Name}·W{operand.Name}");
        Sum(ExprText.Identifier(operand.Name), Names.Of(operand.WidthSize), 0, operand.Width, Stage.Chains, Tile.StepTurn);
    }

    private void Join()
    {
        Writer.Line();
        Products((block, vector, _) =>
        {
            string sum = Stage.Chains switch
            {
                1 => "",
                2 => Product(block, vector, 1),
                _ => $"{Product(block, vector, 1)} + ({Product(block, vector, 2)} + {Product(block, vector, 3)})",
            };
            if (sum.Length > 0)
            {
                Writer.Line($"{Product(block, vector)} += {sum};");
            }
        });
    }

    /// <summary>All sums of the tile, each with its place among them.</summary>
    private void Chains(Action<string, int> action)
    {
        int index = 0;
        foreach (int chain in Enumerable.Range(0, Stage.Chains))
        {
            Products((block, vector, _) => action(Product(block, vector, chain), index++));
        }
    }
}
