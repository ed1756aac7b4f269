namespace RnnGen;

/// <summary>Where the steps lie that a layer over time sees at a step.</summary>
public enum TimePadding
{
    /// <summary>The step is the last of them: nothing that is yet to come counts, and the layer streams.</summary>
    Causal,

    /// <summary>
    /// The step is in the middle; of an even number of steps one more comes after it than before it, as Keras and TensorFlow have it.
    /// </summary>
    Same,
}
