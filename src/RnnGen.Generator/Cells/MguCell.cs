using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// Minimal gated unit, Zhou, Wu, Zhang and Zhou 2016 ("Minimal Gated Unit for Recurrent Neural Networks"): one gate forgets and resets.
/// </summary>
internal static class MguCell
{
    public static readonly CellDeclaration Declaration = new(Define);

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("mgu", layer.Units);
        Expr h = cell.State("h");
        Expr zf = cell.Matrix("Gate", [cell.Input, h], ["zf"], "gate/kernel", "gate/bias")[0];

        cell.Pointwise("Reset");
        Expr f = cell.Let("f", Sigmoid(zf), "gate, the share of h to replace, and of h that the candidate sees");
        Expr s = cell.Let("s", f * h, "what the candidate sees of h");
        Expr zk = cell.Matrix("Candidate", [cell.Input, s], ["zk"], "candidate/kernel", "candidate/bias")[0];

        cell.Pointwise("Update");
        Expr k = cell.Let("k", Tanh(zk), "candidate, what h could become");
        return cell.Output(cell.Next(h, ((Expr.One - f) * h) + (f * k), CellBuilder.OutputWords));
    }
}
