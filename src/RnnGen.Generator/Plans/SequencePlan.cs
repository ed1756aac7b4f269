using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>What works on whole sequences: recurrent layers, and what stands between them.</summary>
internal abstract record SequencePlan(string Method)
{
    /// <summary>What comments call the layer that it belongs to; empty of what is put together for a head.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Whether it works on vectors that are there before the first step: made of the inputs of a sequence alone.</summary>
    public bool IsOfInputs { get; init; }

    /// <summary>A layer of cells, recurrent or not.</summary>
    internal sealed record Recurrent(LayerPlan Cell) : SequencePlan(Cell.Name);

    /// <summary>Each row's valid steps in reverse order; zero past its length (TensorFlow's reverse_sequence).</summary>
    internal sealed record Reverse(string Method, SequenceValue Source, SequenceValue Target, bool Accumulate) : SequencePlan(Method);

    /// <summary>
    /// The outputs of two directions as one, plus the layer's input where it is a residual; the backward one stands in its own order.
    /// </summary>
    internal sealed record Merge(
        string Method,
        LayerMerge Mode,
        SequenceValue Forward,
        SequenceValue Backward,
        SequenceValue? Added,
        SequenceValue Target) : SequencePlan(Method)
    {
        /// <summary>
        /// Whether a head has written gradients of the last step of each direction, which those of the merged steps are added to.
        /// </summary>
        public bool Accumulate { get; init; }
    }

    /// <summary>The way back of a residual around two directions: forward, the merge adds the source.</summary>
    internal sealed record Residual(string Method, SequenceValue Source, SequenceValue Target) : SequencePlan(Method);

    /// <summary>Values beside each other, of every step or one vector a row.</summary>
    internal sealed record Join(string Method, EquatableArray<JoinPart> Parts, SequenceValue Target, bool IsVector) : SequencePlan(Method);

    /// <summary>
    /// The steps of a window side by side, of every step; zero past a row's length. <paramref name="Past"/> holds the steps before the
    /// first one; null of a window that looks ahead.
    /// </summary>
    internal sealed record Window(
        string Method, SequenceValue Source, SequenceValue Target, WindowSpec Shape, StatePlan? Past, bool Accumulate)
        : SequencePlan(Method);

    /// <summary>A row's vector at every step of the row; zero past its length.</summary>
    internal sealed record Repeat(string Method, SequenceValue Source, SequenceValue Target, bool Accumulate) : SequencePlan(Method);

    /// <summary>From the steps of a row to one vector.</summary>
    internal sealed record Reduce(ReductionPlan Reduction) : SequencePlan(Reduction.Method);

    /// <summary>States that begin with the final ones of another layer.</summary>
    internal sealed record Start(string Method, LayerPlan From, LayerPlan To) : SequencePlan(Method)
    {
        /// <summary>Whether nobody reads the other layer's steps, so that their gradients are zero.</summary>
        public bool ClearsOutputs { get; init; }
    }
}

/// <summary>A range of columns of a value, and where it goes.</summary>
/// <param name="Value">The value.</param>
/// <param name="FirstColumn">The first of its columns.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="TargetColumn">The first column in the joined value.</param>
/// <param name="Accumulate">
/// Whether the way back adds to a gradient that is there; otherwise it writes it, zeros in the other columns.
/// </param>
internal sealed record JoinPart(SequenceValue Value, int FirstColumn, int Columns, int TargetColumn, bool Accumulate);
