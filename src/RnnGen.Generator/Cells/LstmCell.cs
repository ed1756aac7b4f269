using RnnGen.Generator.Equations;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>Long short-term memory with the equations of TensorFlow 1's LSTMCell.</summary>
internal static class LstmCell
{
    public static CellDefinition Define(double forgetBias)
    {
        CellBuilder cell = new("lstm");
        Expr c = cell.State("c");
        Expr h = cell.State("h");

        Expr[] z = cell.Matrix("Gates", [cell.Input, h], ["zi", "zj", "zf", "zo"], "kernel", "bias");

        cell.Pointwise("Cell");
        Expr i = cell.Let("i", Sigmoid(z[0]));
        Expr j = cell.Let("j", Tanh(z[1]));
        Expr f = cell.Let("f", Sigmoid(forgetBias == 0 ? z[2] : z[2] + forgetBias));
        Expr o = cell.Let("o", Sigmoid(z[3]));
        Expr cNext = cell.Next(c, (f * c) + (i * j));
        Expr t = cell.Let("t", Tanh(cNext));
        Expr hNext = cell.Next(h, o * t);
        return cell.Output(hNext);
    }
}
