using System.Collections.Generic;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Knows where the values of one dense layer live: the product z where an activation follows, the output y.</summary>
/// <param name="layer">Name of the layer, of its output's buffer and of its method.</param>
/// <param name="title">What comments call it.</param>
/// <param name="trace">What readers call its output.</param>
/// <param name="dense">The layer.</param>
/// <param name="isEveryStep">Whether it runs every step, or once a sequence.</param>
/// <param name="isLast">Whether its outputs are those of the network.</param>
internal sealed class DenseScope(string layer, string title, string trace, DenseSpec dense, bool isEveryStep, bool isLast) : IPointwiseScope
{
    /// <summary>The name of the output in equations.</summary>
    public const string OutputName = "y";

    private const string ProductName = "z";

    private readonly bool _isLinear = dense.Activation == Specification.Activation.Linear;

    /// <inheritdoc/>
    public IReadOnlyList<BufferPlan> Buffers { get; } = [.. Describe(layer, title, trace, dense, isEveryStep, isLast)];

    /// <inheritdoc/>
    public bool Selects => false;

    /// <summary>The output.</summary>
    public Access Output => new(OutputOf(layer), Slot);

    /// <summary>Its gradient.</summary>
    public Access OutputGradient => new(OutputOf(layer).Gradient, Slot);

    /// <summary>What the product is called: the output itself where no activation follows.</summary>
    public string Block => _isLinear ? OutputName : ProductName;

    /// <summary>The product.</summary>
    public Access Product => _isLinear ? Output : new Access(ProductOf(layer), Slot);

    /// <summary>Its gradient.</summary>
    public Access ProductGradient => _isLinear ? OutputGradient : new Access(ProductOf(layer).Gradient, Slot);

    private Slot Slot => isEveryStep ? Slot.Step : Slot.Single;

    /// <summary>The activation as a pointwise stage, or null for a linear layer.</summary>
    public StagePlan.Pointwise? Activation()
    {
        if (_isLinear)
        {
            return null;
        }

        CellBuilder cell = new("", dense.Units);
        cell.Pointwise("Activation");
        CellDefinition equations = cell.Output(cell.Activate(OutputName, dense.Activation, new Expr.Reference(ProductName)));
        CellStage.Pointwise stage = (CellStage.Pointwise)equations.Stages[0];

        // Values are named after their buffers: a head has more than one layer.
        return new PointwisePlanner(this, stage, $"{layer}Activation", layer, outputGradient: null, output: "").Plan() with { Layer = "" };
    }

    Access? IPointwiseScope.Place(string name) => name switch
    {
        OutputName => Output,
        ProductName => Product,

        // What stands between the two is computed again where it is needed.
        _ => null,
    };

    Access IPointwiseScope.GradientPlace(string name) => name == OutputName ? OutputGradient : ProductGradient;

    bool IPointwiseScope.Accumulates(Access gradient) => false;

    bool IPointwiseScope.IsCarried(Access gradient) => true;

    bool IPointwiseScope.IsReadByOtherStage(string name) => name == OutputName;

    CellState? IPointwiseScope.StateWithNext(string name) => null;

    bool IPointwiseScope.IsNeverRead(CellState state) => false;

    bool IPointwiseScope.IsMask(string name) => false;

    bool IPointwiseScope.IsOutputValue(string name) => false;

    GradientNeed IPointwiseScope.NeedOf(string name) => GradientNeed.Always;

    SizeRef IPointwiseScope.UnitsOf(Extent extent) => new(layer, SizeKind.Units);

    BufferRef IPointwiseScope.StateGradient(string state) => throw new System.NotSupportedException("A dense layer has no state.");

    private static BufferRef OutputOf(string layer) => new(layer, "", new SizeRef(layer, SizeKind.Columns));

    private static BufferRef ProductOf(string layer) => OutputOf(layer) with { Stem = "Product" };

    private static IEnumerable<BufferPlan> Describe(
        string layer, string title, string trace, DenseSpec dense, bool isEveryStep, bool isLast)
    {
        bool isLinear = dense.Activation == Specification.Activation.Linear;
        if (!isLinear)
        {
            // It is kept for every step: some derivatives read it again.
            BufferRole kept = isEveryStep ? BufferRole.Operand : BufferRole.Scratch;
            BufferRole summed = isEveryStep ? BufferRole.ProductGradient : BufferRole.ScratchGradient;
            yield return new BufferPlan(ProductOf(layer), kept, dense.Units, 1, $"Product of {title}.");
            yield return new BufferPlan(ProductOf(layer).Gradient, summed, dense.Units, 1, $"Gradient of the product of {title}.");
        }

        // The caller reads the last layer's output of every step, and gives its gradient.
        BufferRole output = !isEveryStep ? BufferRole.Scratch : isLast ? BufferRole.Output : BufferRole.Operand;
        BufferRole gradient = !isEveryStep ? BufferRole.ScratchGradient
            : isLast ? BufferRole.OutputGradient
            : isLinear ? BufferRole.ProductGradient
            : BufferRole.ScratchGradient;
        yield return new BufferPlan(OutputOf(layer), output, dense.Units, 1, $"Output of {title}.", trace);
        yield return new BufferPlan(OutputOf(layer).Gradient, gradient, dense.Units, 1, $"Gradient of the output of {title}.");
    }
}
