using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;
using static RnnGen.Generator.Equations.Functions;

namespace RnnGen.Generator.Cells;

/// <summary>
/// LRU, Orvieto, Smith, Gu, Fernando, Gulcehre, Pascanu and De 2023 ("Resurrecting Recurrent Neural Networks for Long Sequences"): a
/// diagonal linear recurrence of complex numbers λ = exp(-exp(nu) + i·exp(theta)), as a real and an imaginary state. Their γ is √(1 -
/// |λ|²) times a learned gain, which starts where theirs does.
/// </summary>
internal static class LruCell
{
    private static readonly LayerOption States = new("States") { Range = LayerOptionRange.AboveZero };

    public static readonly CellDeclaration Declaration = new(Define) { Options = [States] };

    private static CellDefinition Define(LayerSpec layer)
    {
        CellBuilder cell = new("lru", layer.Units);
        Extent states = layer.Number(States) is double size ? new Extent("States", (int)size) : cell.Units;
        Expr re = cell.State("re", states), im = cell.State("im", states);
        Expr[] b = cell.Matrix("Input", [cell.Input], ["br", "bi"], "input/kernel", null, extent: states);

        cell.Pointwise("Recurrence", states);
        Expr rate = cell.Let("rate", new Expr.Call(Function.Exp, cell.Around("nu", "nu", -2, 2, states)), "how fast a unit forgets");
        Expr radius = cell.Let("radius", new Expr.Call(Function.Exp, -rate), "what is left of the state after a step");
        Expr angle = cell.Let(
            "angle", new Expr.Call(Function.Exp, cell.Around("theta", "theta", -1, 2, states)), "how far a step turns it");
        Expr cos = cell.Let("cos", new Expr.Call(Function.Cos, angle)),
            sin = cell.Let("sin", new Expr.Call(Function.Sin, angle));

        // 1 - r² = tanh(rate)·(1 + r²), which loses no digits where r is nearly 1. The way back must not divide by zero.
        Expr half = cell.Let("t", Tanh(rate), "(1 - r²) / (1 + r²)");
        Expr rest = new Expr.Extreme(true, half * (Expr.One + (radius * radius)), 1e-30);
        Expr gain = cell.Vector("gain", "gain", 1, states)
            * cell.Let("norm", new Expr.Call(Function.Sqrt, rest), "keeps the state as large as the input");
        Expr real = cell.Let("lr", radius * cos, "the factor of a step, its real part"),
            imaginary = cell.Let("li", radius * sin, "and its imaginary part");
        Expr nextRe = cell.Let("p", (real * re) - (imaginary * im) + (gain * b[0]), "real part of the state");
        Expr nextIm = cell.Let("q", (real * im) + (imaginary * re) + (gain * b[1]), "imaginary part of the state");
        cell.Next(re, nextRe);
        cell.Next(im, nextIm);
        Expr z = cell.Matrix("Output", [cell.Input, nextRe, nextIm], ["z"], "output/kernel", "output/bias")[0];
        cell.Pointwise("Result");
        return cell.Output(cell.Activate("y", Specification.Activation.Linear, z, "the output"));
    }
}
