using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>Update gate RNN of TensorFlow's contrib UGRNNCell (Collins, Sohl-Dickstein and Sussillo 2017).</summary>
internal static class UgrnnCell
{
    public static readonly CellDeclaration Declaration = new(Define) { Options = [CellOptions.ForgetBias, CellOptions.Activation] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("ugrnn", layer.Units);
        Expr h = cell.State("h");
        Expr[] z = cell.Matrix("Gates", [cell.Input, h], ["zg", "zk"], "kernel", "bias");

        cell.Pointwise("Cell");
        double forgetBias = layer.Number(CellOptions.ForgetBias)!.Value;
        Expr g = cell.Let(
            "g", Sigmoid(forgetBias == 0 ? z[0] : z[0] + forgetBias), "update gate, the share of h to keep");
        Expr k = cell.Activate("k", layer.Activation(CellOptions.Activation), z[1], "candidate, what h could become");
        return cell.Output(cell.Next(h, (g * h) + ((Expr.One - g) * k), CellBuilder.OutputWords));
    }
}
