using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// minLSTM, Feng, Tung, Hassani, Hamarneh and Ajmani 2024 ("Were RNNs All We Needed?"): no gate reads the state, and the two gates have the
/// sum 1.
/// </summary>
internal static class MinLstmCell
{
    private static readonly LayerOption ForgetBias = CellOptions.ForgetBias with { Default = 0 };

    private static readonly LayerOption Activation =
        new("Activation", (double)Specification.Activation.Linear) { Members = typeof(Specification.Activation) };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [ForgetBias, Activation] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("minlstm", layer.Units);
        Expr h = cell.State("h");
        Expr[] z = cell.Matrix("Gates", [cell.Input], ["zf", "zi", "zk"], "kernel", "bias");
        double forgetBias = layer.Number(ForgetBias)!.Value;
        cell.Forgets(z[0], forgetBias);

        cell.Pointwise("Cell");
        Expr forget = forgetBias == 0 ? z[0] : z[0] + forgetBias;

        // σ(zf) / (σ(zf) + σ(zi)) by the logarithms of both, as the paper's own code has it: they may be as small as they like.
        Expr p = cell.Let("p", new Expr.Call(Function.Softplus, -forget), "minus the logarithm of the forget gate");
        Expr q = cell.Let("q", new Expr.Call(Function.Softplus, -z[1]), "minus the logarithm of the input gate");
        Expr f = cell.Let("f", Sigmoid(q - p), "the forget gate's part of both gates, the share of h to keep");
        Expr k = cell.Activate("k", layer.Activation(Activation), z[2], "candidate, what h could become");
        return cell.Output(cell.Next(h, (f * h) + ((Expr.One - f) * k), CellBuilder.OutputWords));
    }
}
