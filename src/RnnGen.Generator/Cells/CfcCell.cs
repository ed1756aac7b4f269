using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// CfC, Hasani, Lechner, Amini, Liebenwein, Ray, Tschaikowski, Teschl and Rus 2022 ("Closed-form continuous-time neural networks"): the
/// time that has passed moves the state from one target to another.
/// </summary>
internal static class CfcCell
{
    private static readonly LayerOption BackboneUnits = new("BackboneUnits", 128) { Range = LayerOptionRange.AboveZero };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [BackboneUnits] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("cfc", layer.Units);
        Expr elapsed = cell.StepInput("elapsed");
        Expr h = cell.State("h");
        Extent backbone = new("Backbone", (int)layer.Number(BackboneUnits)!.Value);
        Expr zb = cell.Matrix("Backbone", [cell.Input, h], ["zb"], "backbone/kernel", "backbone/bias", extent: backbone)[0];

        // The slopes of LeCun 1998, which the authors use: the function is near the line y = x between -1 and 1.
        cell.Pointwise("Features", backbone);
        Expr squashed = cell.Let("q", Tanh(0.666 * zb), "the features' hyperbolic tangent");
        Expr b = cell.Let("b", 1.7159 * squashed, "features of the input and the state");
        Expr[] z = cell.Matrix("Targets", [b], ["zf", "zg", "za", "zt"], "kernel", "bias");

        cell.Pointwise("Cell");
        Expr f = cell.Let("f", Tanh(z[0]), "where the state is right after the step before");
        Expr g = cell.Let("g", Tanh(z[1]), "where it goes");
        Expr s = cell.Let("s", Sigmoid((z[2] * elapsed) + z[3]), "how far it has come in the time that has passed");
        return cell.Output(cell.Next(h, ((Expr.One - s) * f) + (s * g), CellBuilder.OutputWords));
    }
}
