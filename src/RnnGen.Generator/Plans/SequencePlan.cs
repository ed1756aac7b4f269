using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>What works on whole sequences: recurrent layers, and what stands between them.</summary>
internal abstract record SequencePlan(string Method)
{
    /// <summary>A recurrent layer.</summary>
    internal sealed record Recurrent(LayerPlan Layer) : SequencePlan(Layer.Name);

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
}
