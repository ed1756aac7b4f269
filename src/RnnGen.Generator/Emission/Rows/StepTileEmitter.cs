using System.Collections.Generic;
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
                Products(
                    (block, vector, index) => Writer.Line($"V {Product(block, vector)} = V.Load(ref weights, {Names.Vectors(index)});"));
                for (int chain = 1; chain < Stage.Chains; chain++)
                {
                    Products((block, vector, _) => Writer.Line($"V {Product(block, vector, chain)} = V.Zero;"));
                }

                AdvanceToKernel();
                foreach (OperandPlan operand in matrix.Operands)
                {
                    Writer.Line();
                    Writer.Line($"// + {operand.Name}·W{operand.Name}");
                    Sum(ExprText.Identifier(operand.Name), Names.Of(operand.WidthSize), 0, operand.Width, Stage.Chains, Tile.StepTurn);
                }

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

            Finish();
        }

        Writer.Line();
    }
}
