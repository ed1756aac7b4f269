using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>minGRU, Feng, Tung, Hassani, Hamarneh and Ajmani 2024 ("Were RNNs All We Needed?"): no gate reads the state.</summary>
internal static class MinGruCell
{
    private static readonly LayerOption Activation =
        new("Activation", (double)Specification.Activation.Linear) { Members = typeof(Specification.Activation) };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [Activation] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("mingru", layer.Units);
        Expr h = cell.State("h");
        Expr[] z = cell.Matrix("Gates", [cell.Input], ["zu", "zk"], "kernel", "bias");

        cell.Pointwise("Cell");
        Expr u = cell.Let("u", Sigmoid(z[0]), "update gate, the share that is new");
        Expr k = cell.Activate("k", layer.Activation(Activation), z[1], "candidate, what h could become");
        return cell.Output(cell.Next(h, ((Expr.One - u) * h) + (u * k), CellBuilder.OutputWords));
    }
}
