using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// FastGRNN, Kusupati, Singh, Bhatia, Kumar, Jain and Varma 2018: gate and candidate have one product in common, and two learned numbers
/// bound the residual.
/// </summary>
internal static class FastGrnnCell
{
    public static readonly CellDeclaration Declaration = new(Define);

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("fastgrnn", layer.Units);
        Expr h = cell.State("h");
        Expr z = cell.Matrix("Product", [cell.Input, h], ["z"], "kernel", null)[0];

        // The numbers of the authors' EdgeML: biases of 1, σ(1) = 0.73 and σ(-4) = 0.018.
        cell.Pointwise("Cell");
        Expr bg = cell.Vector("bg", "gate/bias", start: 1), bk = cell.Vector("bk", "candidate/bias", start: 1);
        Expr zeta = cell.Let("a", Sigmoid(cell.Scalar("sz", "zeta", start: 1)), "the weight of what is new");
        Expr nu = cell.Let("b", Sigmoid(cell.Scalar("sn", "nu", start: -4)), "what is added of it in any case");
        Expr g = cell.Let("g", Sigmoid(z + bg), "gate, how much of h stays");
        Expr k = cell.Let("k", Tanh(z + bk), "candidate, what h could become");
        return cell.Output(cell.Next(h, (((zeta * (Expr.One - g)) + nu) * k) + (g * h), CellBuilder.OutputWords));
    }
}
