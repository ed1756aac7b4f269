using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Layer normalisation of what the layer below gives at each step: a layer without a state.</summary>
internal static class LayerNormCell
{
    private static readonly LayerOption Epsilon = new("Epsilon", 1e-5) { Range = LayerOptionRange.AboveZero, IsHashedAtDefault = true };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [Epsilon], TakesUnits = false, IsRecurrent = false };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("layernorm", layer.Units);
        Expr y = cell.LayerNorm("Norm", [cell.Input], [""], layer.Number(Epsilon)!.Value)[0];
        cell.Pointwise("Scale");
        return cell.Output(cell.Let("y", y));
    }
}
