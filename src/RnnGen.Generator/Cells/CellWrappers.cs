using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Cells;

/// <summary>Wrappers in TensorFlow's sense: each turns a cell into another one.</summary>
internal static class CellWrappers
{
    /// <summary>y = output + x, the states untouched (TensorFlow's ResidualWrapper).</summary>
    public static CellDefinition WithResidual(this CellDefinition cell)
    {
        Assignment sum = new("y", new Expr.Reference(cell.Output) + new Expr.Reference(CellBuilder.InputName));
        CellStage stage = new CellStage.Pointwise("Residual", cell.OutputExtent, new[] { sum }.ToEquatable());
        return cell with { Stages = cell.Stages.Append(stage).ToEquatable(), Output = sum.Name };
    }
}
