using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// Gated recurrent unit: with the reset before the product as TensorFlow 1's GRUCell, or after it as its CudnnCompatibleGRUCell,
/// PyTorch and Keras. With layer normalisation each product is normalised by itself (Ba, Kiros, Hinton 2016).
/// </summary>
internal static class GruCell
{
    private static readonly LayerOption ResetAfter = new("ResetAfter", 0);

    public static readonly CellDeclaration Declaration = new(Define)
    {
        Options = [ResetAfter, CellOptions.Activation, CellOptions.Bias, CellOptions.LayerNorm, CellOptions.LayerNormEpsilon],
    };

    private const string ResetGate = "reset gate, the share of h that the candidate sees";
    private const string UpdateGate = "update gate, the share of h to keep";

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("gru", layer.Units);
        bool normalizes = layer.Flag(CellOptions.LayerNorm);
        string? Bias(string name) => layer.Flag(CellOptions.Bias) && !normalizes ? name : null;
        Expr[] Norm(string name, Expr[] products, string[] scopes, double start = 0) => !normalizes
            ? products
            : cell.LayerNorm(name, products, scopes, layer.Number(CellOptions.LayerNormEpsilon)!.Value, start);
        Expr h = cell.State("h");
        Expr[] z = cell.Matrix("Gates", [cell.Input, h], ["zr", "zu"], "gates/kernel", Bias("gates/bias"), biasStart: 1);
        z = Norm("GatesNorm", z, ["reset", "update"], start: 1);
        Expr candidate;
        if (layer.Flag(ResetAfter))
        {
            Expr[] zx = cell.Matrix(
                "InputProjection", [cell.Input], ["zx"], "candidate/input_projection/kernel", Bias("candidate/input_projection/bias"));
            Expr[] zh = cell.Matrix(
                "HiddenProjection", [h], ["zh"], "candidate/hidden_projection/kernel", Bias("candidate/hidden_projection/bias"));
            Expr[] parts = Norm("CandidateNorm", [zx[0], zh[0]], ["candidate/input_projection", "candidate/hidden_projection"]);
            cell.Pointwise("Update");
            candidate = parts[0] + (cell.Let("r", Sigmoid(z[0]), ResetGate) * parts[1]);
        }
        else
        {
            cell.Pointwise("Reset");
            Expr r = cell.Let("r", Sigmoid(z[0]), ResetGate);
            cell.Let("u", Sigmoid(z[1]), UpdateGate);
            Expr s = cell.Let("s", r * h, "what the candidate sees of h");
            Expr[] zk = cell.Matrix("Candidate", [cell.Input, s], ["zk"], "candidate/kernel", Bias("candidate/bias"));
            candidate = Norm("CandidateNorm", zk, ["candidate"])[0];
            cell.Pointwise("Update");
        }

        Expr u = layer.Flag(ResetAfter) ? cell.Let("u", Sigmoid(z[1]), UpdateGate) : new Expr.Reference("u");
        Expr k = cell.Activate("k", layer.Activation(CellOptions.Activation), candidate, "candidate, what h could become");
        return cell.Output(cell.Next(h, (u * h) + ((Expr.One - u) * k), CellBuilder.OutputWords));
    }
}
