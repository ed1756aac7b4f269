namespace RnnGen;

/// <summary>
/// How the weights of a file are stored. Whatever is chosen, they are floats again when a model loads them; how a model keeps them for
/// prediction is another matter (<see cref="WeightStorage"/>).
/// </summary>
public enum StorageType
{
    /// <summary>Floats, four bytes a weight: bit for bit.</summary>
    Float32,

    /// <summary>
    /// The upper half of each float, two bytes a weight, rounded to nearest even: eight bits of precision, the range of floats.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Half precision, two bytes a weight, rounded to nearest even: eleven bits of precision, magnitudes up to 65,504, fewer bits below
    /// 2^-14.
    /// </summary>
    Float16,

    /// <summary>
    /// Whole numbers from -127 to 127, one byte a weight, with a scale for each column of each operand of a product, as
    /// <see cref="WeightStorage.Int8"/> has them. What such a model keeps in floats, biases for example, the file keeps in floats.
    /// </summary>
    Int8,
}
