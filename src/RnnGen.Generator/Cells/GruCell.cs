using RnnGen.Generator.Equations;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>Gated recurrent unit with the equations of TensorFlow 1's GRUCell: the reset comes before the product.</summary>
internal static class GruCell
{
    public static CellDefinition Define()
    {
        CellBuilder cell = new("gru");
        Expr h = cell.State("h");

        Expr[] z = cell.Matrix("Gates", [cell.Input, h], ["zr", "zu"], "gates/kernel", "gates/bias", biasStart: 1);

        cell.Pointwise("Reset");
        Expr r = cell.Let("r", Sigmoid(z[0]));
        Expr u = cell.Let("u", Sigmoid(z[1]));
        Expr s = cell.Let("s", r * h);

        Expr[] zk = cell.Matrix("Candidate", [cell.Input, s], ["zk"], "candidate/kernel", "candidate/bias");

        cell.Pointwise("Update");
        Expr k = cell.Let("k", Tanh(zk[0]));
        Expr hNext = cell.Next(h, (u * h) + ((Expr.One - u) * k));
        return cell.Output(hNext);
    }
}
