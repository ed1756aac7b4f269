using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>
/// Layers over time: each step sees the steps of a window, which the planner lays side by side, so that x is what all of them have.
/// </summary>
internal static class WindowCells
{
    /// <summary>Steps of a convolution's window.</summary>
    public static readonly LayerOption Kernel = new("Kernel");

    /// <summary>Steps of the window of a pooling.</summary>
    public static readonly LayerOption Size = new("Size");

    /// <summary>Steps from one to the next.</summary>
    public static readonly LayerOption Dilation = new("Dilation", 1) { IsSize = true };

    /// <summary>Where the window stands.</summary>
    public static readonly LayerOption Padding =
        new("Padding", (double)Specification.TimePadding.Causal) { Members = typeof(Specification.TimePadding) };

    private static readonly LayerOption Activation =
        new("Activation", (double)Specification.Activation.Linear) { Members = typeof(Specification.Activation) };

    private static readonly LayerOption Bias = new("Bias", 1);

    /// <summary>y = f(x·W + b), x the steps of the window.</summary>
    public static readonly CellDeclaration Conv1D =
        new(DefineConv1D) { Options = [Activation, Bias, Dilation, Padding], IsRecurrent = false };

    private static CellDefinition DefineConv1D(LayerSpec layer)
    {
        CellBuilder cell = new("conv1d", layer.Units);
        Expr z = cell.Matrix("Affine", [cell.Input], ["z"], "kernel", layer.Flag(Bias) ? "bias" : null)[0];
        cell.Pointwise("Activation");
        return cell.Output(cell.Activate("y", layer.Activation(Activation), z));
    }
}
