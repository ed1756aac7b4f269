using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// Long short-term memory with the equations of TensorFlow 1's LSTMCell, of its CoupledInputForgetGateLSTMCell, whose input gate is
/// 1 - f, and of its LayerNormBasicLSTMCell, which carries the normalised cell state.
/// </summary>
internal static class LstmCell
{
    private static readonly LayerOption CoupledGates = new("CoupledGates", 0);
    private static readonly LayerOption Peepholes = new("Peepholes", 0);
    private static readonly LayerOption Projection = new("Projection");
    private static readonly LayerOption CellClip = new("CellClip");
    private static readonly LayerOption ProjectionClip = new("ProjectionClip") { Needs = Projection };

    public static readonly CellDeclaration Declaration = new(Define)
    {
        Options =
        [
            CoupledGates, Peepholes, Projection, CellClip, ProjectionClip,
            CellOptions.ForgetBias, CellOptions.Activation, CellOptions.Bias, CellOptions.LayerNorm, CellOptions.LayerNormEpsilon,
        ],
        OutputUnits = Projection,
    };

    private const string OutputGate = "output gate, the share of the memory to show";

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("lstm", layer.Units);
        bool coupled = layer.Flag(CoupledGates), peepholes = layer.Flag(Peepholes), normalizes = layer.Flag(CellOptions.LayerNorm);
        double epsilon = layer.Number(CellOptions.LayerNormEpsilon)!.Value;
        Activation activation = layer.Activation(CellOptions.Activation);
        Extent output = layer.Number(Projection) is double size ? new Extent("Projection", (int)size) : cell.Units;
        Expr c = cell.State("c");
        Expr h = cell.State("h", output);

        string[] gates = coupled ? ["zj", "zf", "zo"] : ["zi", "zj", "zf", "zo"];
        Expr[] z = cell.Matrix("Gates", [cell.Input, h], gates, "kernel", layer.Flag(CellOptions.Bias) && !normalizes ? "bias" : null);
        double forgetBias = layer.Number(CellOptions.ForgetBias)!.Value;
        cell.Forgets(z[gates.Length - 2], forgetBias);
        if (normalizes)
        {
            string[] scopes = coupled ? ["transform", "forget", "output"] : ["input", "transform", "forget", "output"];
            z = cell.LayerNorm("GatesNorm", z, scopes, epsilon);
        }

        Expr zi = z[0], zj = z[gates.Length - 3], zf = z[gates.Length - 2], zo = z[gates.Length - 1];
        if (peepholes)
        {
            zf += cell.Vector("wf", "w_f_diag") * c;
            zi += coupled ? Expr.Zero : cell.Vector("wi", "w_i_diag") * c;
        }

        cell.Pointwise("Cell");
        Expr i = coupled ? Expr.Zero : cell.Let("i", Sigmoid(zi), "input gate, the share of j to take in");
        Expr j = cell.Activate("j", activation, zj, "candidate, what this step could add to the memory");
        Expr f = cell.Let(
            "f", Sigmoid(forgetBias == 0 ? zf : zf + forgetBias), "forget gate, the share of the memory c to keep");
        if (!peepholes)
        {
            zo = cell.Let("o", Sigmoid(zo), OutputGate);
        }

        Expr cSum = (f * c) + ((coupled ? Expr.One - f : i) * j);
        if (normalizes)
        {
            Expr[] sum = [cell.Let("s", cSum, "what is kept and what is added")];
            cSum = cell.LayerNorm("StateNorm", sum, ["state"], epsilon)[0];
            cell.Pointwise("Hidden");
        }

        Expr cNext = cell.Next(
            c, layer.Number(CellClip) is double clip ? Clip(cSum, clip) : cSum, "the memory after this step");
        Expr o = peepholes ? cell.Let("o", Sigmoid(zo + (cell.Vector("wo", "w_o_diag") * cNext)), OutputGate) : zo;
        Expr t = cell.Activate("t", activation, cNext, "the memory as outputs see it");
        if (output == cell.Units)
        {
            return cell.Output(cell.Next(h, o * t, CellBuilder.OutputWords));
        }

        Expr m = cell.Let("m", o * t, "what of the memory is shown");
        Expr[] zp = cell.Matrix("Projection", [m], ["zp"], "projection/kernel", null, extent: output);
        cell.Pointwise("Output", output);
        return cell.Output(cell.Next(
            h, layer.Number(ProjectionClip) is double limit ? Clip(zp[0], limit) : zp[0], CellBuilder.OutputWords));
    }
}
