using RnnGen.Generator.Equations;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>The basic recurrent cell of TensorFlow 1's BasicRNNCell.</summary>
internal static class RnnCell
{
    public static CellDefinition Define()
    {
        CellBuilder cell = new("rnn");
        Expr h = cell.State("h");

        Expr[] z = cell.Matrix("Product", [cell.Input, h], ["z"], "kernel", "bias");

        cell.Pointwise("Cell");
        Expr hNext = cell.Next(h, Tanh(z[0]));
        return cell.Output(hNext);
    }
}
