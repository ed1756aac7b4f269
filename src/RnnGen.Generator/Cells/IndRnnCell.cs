using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>
/// IndRNN, Li, Li, Cook, Zhu and Gao 2018 ("Independently Recurrent Neural Network"): each unit reads its own state alone.
/// </summary>
internal static class IndRnnCell
{
    private static readonly LayerOption Activation =
        new("Activation", (double)Specification.Activation.Relu) { Members = typeof(Specification.Activation) };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [Activation] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("indrnn", layer.Units);
        Expr h = cell.State("h");
        Expr z = cell.Matrix("Input", [cell.Input], ["z"], "kernel", "bias")[0];

        cell.Pointwise("Cell");
        Expr u = cell.Around("u", "recurrent", 0.5, 0.5);
        return cell.Output(cell.Activate("h'", layer.Activation(Activation), z + (u * h), CellBuilder.OutputWords));
    }
}
