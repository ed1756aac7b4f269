using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>The basic recurrent cell of TensorFlow 1's BasicRNNCell.</summary>
internal static class RnnCell
{
    public static readonly CellDeclaration Declaration = new(Define) { Options = [CellOptions.Bias, CellOptions.Activation] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("rnn", layer.Units);
        Expr h = cell.State("h");

        Expr[] z = cell.Matrix("Product", [cell.Input, h], ["z"], "kernel", layer.Flag(CellOptions.Bias) ? "bias" : null);

        cell.Pointwise("Cell");
        return cell.Output(cell.Activate("h'", layer.Activation(CellOptions.Activation), z[0], CellBuilder.OutputWords));
    }
}
