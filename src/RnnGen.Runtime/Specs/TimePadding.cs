namespace RnnGen;

/// <summary>Where the steps lie that a layer over time sees at a step.</summary>
public enum TimePadding
{
    /// <summary>The step is the last of them: nothing that is yet to come counts, and the layer streams.</summary>
    Causal,

    /// <summary>
    /// The step is in the middle: the first of them comes <c>⌊(kernel - 1)·dilation / 2⌋</c> steps before it, as in Keras and
    /// TensorFlow; where that is rounded, the last comes one step further after it.
    /// </summary>
    Same,
}
