using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// sLSTM, Beck, Pöppel, Spanring, Auer, Prudnikova, Kopp, Klambauer, Brandstetter and Hochreiter 2024 ("xLSTM"): exponential gates, a
/// normaliser n, and a stabiliser m, by which the exponents are lowered before they are taken; gates in the order i, f, z, o.
/// </summary>
internal static class SLstmCell
{
    private static readonly LayerOption Heads = new("Heads", 1) { Range = LayerOptionRange.AboveZero };
    private static readonly LayerOption ExponentialForget = new("ExponentialForget", 0);
    private static readonly LayerOption ForgetBias = CellOptions.ForgetBias with { Default = 0 };

    public static readonly CellDeclaration Declaration = new(Define)
    {
        Options = [Heads, ExponentialForget, ForgetBias],
    };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("slstm", layer.Units);
        int heads = (int)layer.Number(Heads)!.Value;
        double forgetBias = layer.Number(ForgetBias)!.Value;

        // c is a sum with the weights that n sums up, both lowered by m.
        Expr c = cell.State("c", isAccount: true), n = cell.State("n", isAccount: true), m = cell.State("m", isAccount: true);
        Expr h = cell.State("h");
        string[] gates = ["zi", "zf", "zz", "zo"];
        Expr[] z = cell.Matrix("Gates", heads > 1 ? [cell.Input] : [cell.Input, h], gates, "kernel", "bias");
        Expr[] recurrent = heads > 1 ? cell.Matrix("Recurrent", [h], ["ri", "rf", "rz", "ro"], "recurrent/kernel", null, heads: heads) : [];
        cell.Forgets(z[1], forgetBias);
        for (int gate = 0; gate < recurrent.Length; gate++)
        {
            z[gate] += recurrent[gate];
        }

        cell.Pointwise("Cell");
        Expr zf = forgetBias == 0 ? z[1] : z[1] + forgetBias;

        // log σ(zf) = -softplus(-zf).
        Expr logF = layer.Flag(ExponentialForget) ? zf
            : -cell.Let("s", new Expr.Call(Function.Softplus, -zf), "minus the logarithm of the forget gate");
        Expr kept = cell.Let("k", logF + m, "exponent of what is kept");

        // Where nothing has been seen there is nothing to keep: the exponent of the input gate must not vanish beside it, nor that of the
        // forget gate grow beyond all bounds.
        Expr mNext = cell.Next(
            m, Seen(new Expr.Extreme(true, kept, z[0]), z[0]), "stabiliser, the larger exponent, which both are lowered by");
        Expr i = cell.Let("i", new Expr.Call(Function.Exp, z[0] - mNext), "input gate");
        Expr f = cell.Let("f", Seen(cell.Let("e", new Expr.Call(Function.Exp, kept - mNext)), Expr.Zero), "forget gate");
        Expr j = cell.Let("j", Tanh(z[2]), "candidate");
        Expr o = cell.Let("o", Sigmoid(z[3]), "output gate, how much is shown");
        Expr cNext = cell.Next(c, (f * c) + (i * j), "cell state");
        Expr nNext = cell.Next(n, (f * n) + i, "normaliser, the sum of the weights");
        return cell.Output(cell.Next(h, o * cNext / nNext, CellBuilder.OutputWords));

        Expr Seen(Expr then, Expr otherwise) => new Expr.Selection(Comparison.Greater, n, Expr.Zero, then, otherwise);
    }
}
