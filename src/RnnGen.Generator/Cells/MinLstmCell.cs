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
        Expr f = cell.Let("f", Sigmoid(forgetBias == 0 ? z[0] : z[0] + forgetBias), "forget gate, the weight of what was");
        Expr i = cell.Let("i", Sigmoid(z[1]), "input gate, the weight of what is new");
        Expr k = cell.Activate("k", layer.Activation(Activation), z[2], "candidate, what h could become");
        return cell.Output(cell.Next(h, ((f * h) + (i * k)) / (f + i), CellBuilder.OutputWords));
    }
}
