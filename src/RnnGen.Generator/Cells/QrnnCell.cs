using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// QRNN, Bradbury, Merity, Xiong and Socher 2017 ("Quasi-Recurrent Neural Networks"): a convolution of width 1 or 2 over the steps, then
/// pooling with a forget and an output gate ("fo"). A convolution of width 2 is two products; that of the step before is carried as a
/// state.
/// </summary>
internal static class QrnnCell
{
    private static readonly LayerOption Previous = new("Previous", 1);
    private static readonly LayerOption ForgetBias = CellOptions.ForgetBias with { Default = 0 };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [Previous, ForgetBias] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("qrnn", layer.Units);
        bool isWide = layer.Flag(Previous);
        Expr c = cell.State("c");
        string[] gates = ["k", "f", "o"];
        Expr[] before = isWide ? System.Array.ConvertAll(gates, gate => cell.State("p" + gate, isAccount: true)) : [];
        Expr[] z = cell.Matrix("Gates", [cell.Input], ["zk", "zf", "zo"], "kernel", "bias");
        Expr[] next = isWide ? cell.Matrix("Before", [cell.Input], ["qk", "qf", "qo"], "before/kernel", null) : [];
        double forgetBias = layer.Number(ForgetBias)!.Value;

        cell.Pointwise("Cell");
        for (int gate = 0; gate < before.Length; gate++)
        {
            z[gate] += before[gate];
            cell.Next(before[gate], next[gate]);
        }

        Expr k = cell.Let("k", Tanh(z[0]), "candidate, what c could become");
        Expr f = cell.Let("f", Sigmoid(forgetBias == 0 ? z[1] : z[1] + forgetBias), "forget gate, how much of c stays");
        Expr o = cell.Let("o", Sigmoid(z[2]), "output gate, how much of c is shown");
        Expr cNext = cell.Next(c, (f * c) + ((Expr.One - f) * k), "cell state");
        return cell.Output(cell.Let("y", o * cNext, "the output"));
    }
}
