using System;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Layers that carry no state from step to step, as the equations of one step.</summary>
internal static class StatelessCells
{
    private const string OutputName = "y", MaskName = "y_mask";

    /// <summary>What a dropout layer drops.</summary>
    public static readonly LayerOption Rate = new("Rate");

    /// <summary>Whether it does so once a sequence.</summary>
    public static readonly LayerOption Variational = new("Variational", 0);

    /// <summary>The function of an activation layer.</summary>
    public static readonly LayerOption Function = new("Function") { Members = typeof(Specification.Activation) };

    private static readonly LayerOption DenseActivation =
        new("Activation", (double)Specification.Activation.Linear) { Members = typeof(Specification.Activation) };

    private static readonly LayerOption Bias = new("Bias", 1);

    /// <summary>y = f(x·W + b).</summary>
    public static readonly CellDeclaration Dense = new(DefineDense) { Options = [DenseActivation, Bias], IsRecurrent = false };

    /// <summary>y = f(x).</summary>
    public static readonly CellDeclaration Activation = Stateless(DefineActivation);

    /// <summary>y = x·mask; in prediction the mask is 1.</summary>
    public static readonly CellDeclaration Dropout = Stateless(DefineDropout) with { Options = [Rate, Variational] };

    /// <summary>y = x + x1 + ...</summary>
    public static readonly CellDeclaration Sum = Stateless(layer => Fold(layer, "sum", "Sum", (sum, value) => sum + value));

    /// <summary>y = x·x1·...</summary>
    public static readonly CellDeclaration Product =
        Stateless(layer => Fold(layer, "product", "Product", (product, value) => product * value));

    /// <summary>The name of one of several inputs in equations; the first has that of an only one.</summary>
    public static string InputName(int index) =>
        index == 0 ? CellBuilder.InputName : CellBuilder.InputName + index.ToString(CultureInfo.InvariantCulture);

    private static CellDeclaration Stateless(Func<LayerSpec, CellDefinition> define) =>
        new(define) { TakesUnits = false, IsRecurrent = false };

    private static CellDefinition DefineDense(LayerSpec layer)
    {
        CellBuilder cell = new("dense", layer.Units);
        Expr z = cell.Matrix("Affine", [cell.Input], ["z"], "kernel", layer.Flag(Bias) ? "bias" : null)[0];
        cell.Pointwise("Activation");
        return cell.Output(cell.Activate(OutputName, layer.Activation(DenseActivation), z));
    }

    private static CellDefinition DefineActivation(LayerSpec layer)
    {
        CellBuilder cell = new("activation", layer.Units);
        cell.Pointwise("Function");
        return cell.Output(cell.Activate(OutputName, layer.Activation(Function), cell.Input));
    }

    private static CellDefinition DefineDropout(LayerSpec layer)
    {
        CellBuilder cell = new("dropout", layer.Units);
        cell.Pointwise("Mask");
        if (layer.Number(Rate) is not > 0)
        {
            // Nothing is dropped: no mask, which a class that is not trained has no place for.
            return cell.Output(cell.Activate(OutputName, Specification.Activation.Linear, cell.Input));
        }

        CellMask mask = new(MaskName, cell.Units, layer.Number(Rate)!.Value, layer.Flag(Variational));
        return cell.Output(cell.Let(OutputName, cell.Input * new Expr.Reference(MaskName))) with { Masks = new[] { mask }.ToEquatable() };
    }

    private static CellDefinition Fold(LayerSpec layer, string kind, string stage, Func<Expr, Expr, Expr> step)
    {
        CellBuilder cell = new(kind, layer.Units);
        cell.Pointwise(stage);
        return cell.Output(cell.Let(
            OutputName, Enumerable.Range(1, Math.Max(layer.Reads.Count, 2) - 1).Aggregate(
                cell.Input, (Expr value, int index) => step(value, new Expr.Reference(InputName(index))))));
    }
}
