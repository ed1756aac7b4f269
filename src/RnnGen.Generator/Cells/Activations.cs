using System;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Activations as equations.</summary>
internal static class Activations
{
    private const double LeakyReluSlope = 0.01;

    /// <summary>Number of activations.</summary>
    public static int Count { get; } = Enum.GetValues(typeof(Activation)).Length;

    /// <summary>name = activation(value); what it stands for, in words.</summary>
    public static Expr Activate(
        this CellBuilder cell, string name, Activation activation, Expr value, string? words = null) => activation switch
        {
            Activation.Linear => cell.Let(name, value, words),
            Activation.Swish => Swish(cell, name, value, words),
            Activation.LeakyRelu => cell.Let(name, new Expr.Call(Function.LeakyRelu, value, LeakyReluSlope), words),
            Activation.Elu => cell.Let(name, new Expr.Call(Function.Elu, value, 1), words),
            _ => cell.Let(name, new Expr.Call((Function)Enum.Parse(typeof(Function), activation.ToString()), value), words),
        };

    /// <summary>name = z·σ(z): the logistic part has a name, since its result is kept.</summary>
    private static Expr Swish(CellBuilder cell, string name, Expr value, string? words)
    {
        Expr z = value is Expr.Reference ? value : cell.Let(name + "z", value);
        Expr gate = cell.Let(name + "g", Functions.Sigmoid(z));
        return cell.Let(name, z * gate, words);
    }
}
