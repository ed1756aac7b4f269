namespace RnnGen;

/// <summary>
/// How the weights of a model are kept for prediction. The parameters themselves are floats whatever is chosen: training, files and
/// checkpoints are the same, to the bit, and so are biases, peepholes, normalisation, functions, states and the tables of embeddings.
/// </summary>
public enum WeightStorage
{
    /// <summary>Floats, four bytes a weight.</summary>
    Float32,

    /// <summary>
    /// The upper half of each float, two bytes a weight, rounded to nearest even: predictions are those of a float model whose weights
    /// have been rounded so.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Whole numbers from -127 to 127, one byte a weight, with a scale for each column; what they multiply is rounded to as many steps at
    /// each step of each row. Sums are exact, so that <c>Step</c> and <c>Predict</c> give the same bits on every machine.
    /// </summary>
    Int8,
}
