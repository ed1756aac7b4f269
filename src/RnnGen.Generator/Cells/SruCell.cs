using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// SRU, Lei, Zhang, Wang, Dai and Artzi 2018 ("Simple Recurrent Units for Highly Parallelizable Recurrence"): gates read their own unit's
/// state, and the input goes past the cell.
/// </summary>
internal static class SruCell
{
    private static readonly LayerOption Projected = new("Projected", 0);
    private static readonly LayerOption ForgetBias = CellOptions.ForgetBias with { Default = 0 };

    public static readonly CellDeclaration Declaration = new(Define)
    {
        Options = [Projected, ForgetBias],
    };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("sru", layer.Units);
        bool projected = layer.Flag(Projected);
        Expr c = cell.State("c");
        Expr[] z = cell.Matrix("Gates", [cell.Input], projected ? ["zk", "zf", "zr", "zx"] : ["zk", "zf", "zr"], "kernel", null);
        double forgetBias = layer.Number(ForgetBias)!.Value;

        cell.Pointwise("Cell");
        Expr bf = cell.Vector("bf", "forget/bias", start: 0), br = cell.Vector("br", "reset/bias", start: 0);
        Expr vf = cell.Vector("vf", "forget/recurrent"), vr = cell.Vector("vr", "reset/recurrent");
        Expr zf = z[1] + (vf * c) + bf;
        Expr f = cell.Let("f", Sigmoid(forgetBias == 0 ? zf : zf + forgetBias), "forget gate, how much of c stays");
        Expr r = cell.Let("r", Sigmoid(z[2] + (vr * c) + br), "reset gate, how much of the output is c");
        Expr cNext = cell.Next(c, (f * c) + ((Expr.One - f) * z[0]), "cell state");
        return cell.Output(cell.Let(
            "y", (r * cNext) + ((Expr.One - r) * (projected ? z[3] : cell.Input)), "the output, past which a part of the input goes"));
    }
}
