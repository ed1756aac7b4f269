using System.Collections.Generic;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Where the named values around a pointwise stage live, and their gradients.</summary>
internal interface IPointwiseScope
{
    /// <summary>The buffers around the stage.</summary>
    IReadOnlyList<BufferPlan> Buffers { get; }

    /// <summary>Whether an equation selects, so that values which nobody selected, and their derivatives, may be NaN.</summary>
    bool Selects { get; }

    /// <summary>Where a value that a stage did not compute itself is read from; null for a value that is never stored.</summary>
    Access? Place(string name);

    /// <summary>Where the gradient of a value that a stage did not compute itself is collected.</summary>
    Access GradientPlace(string name);

    /// <summary>
    /// Whether an earlier stage of the backward step has already written here, so that more must be added; notes the write.
    /// </summary>
    bool Accumulates(Access gradient);

    /// <summary>
    /// Whether a gradient leaves the step: that of a product, which the weights and the step before read, of a state, or of another layer.
    /// The others are read in the same step by a stage that stores one of these.
    /// </summary>
    bool IsCarried(Access gradient);

    /// <summary>Whether a value that a stage assigns is read by another stage.</summary>
    bool IsReadByOtherStage(string name);

    /// <summary>Whether a value is the next value of a state, and of which.</summary>
    CellState? StateWithNext(string name);

    /// <summary>Whether no stage reads what a state was before the step.</summary>
    bool IsNeverRead(CellState state);

    /// <summary>Whether a value is a mask of dropout, which has no gradient.</summary>
    bool IsMask(string name);

    /// <summary>Whether a value is what is handed up, and no state that is kept anyway.</summary>
    bool IsOutputValue(string name);

    /// <summary>When the gradient of a value that the stage reads is needed.</summary>
    GradientNeed NeedOf(string name);

    /// <summary>The constant of the generated code that holds an extent.</summary>
    SizeRef UnitsOf(Extent extent);

    /// <summary>The buffer of a state's gradient.</summary>
    BufferRef StateGradient(string state);
}
