namespace RnnGen.Generator.Specification;

/// <summary>
/// Which operands of their products models of eight bits keep in floats. The libraries that store weights in as many bits compile this file
/// too, so that a file has floats where the model computes with them.
/// </summary>
internal static class FloatOperands
{
    /// <summary>Inputs of a layer up to which they stay in floats: their products cost no more than rounding them.</summary>
    private const int MostInputs = 4;

    /// <summary>Columns up to which a dense layer of a head is a sum across units for each.</summary>
    public const int MostColumns = 4;

    /// <summary>Whether an operand of a layer's product stays in floats, however the others are kept.</summary>
    /// <param name="isInput">Whether it is what the layer reads, not a state or a value of its cell.</param>
    /// <param name="width">Its width.</param>
    public static bool OfLayer(bool isInput, int width) => isInput && width <= MostInputs;

    /// <summary>
    /// Whether the operand of a head's product does, which is what the user reads: one of few columns, the numbers of a regression or the
    /// scores of an attention, costs little.
    /// </summary>
    /// <param name="columns">Columns of the product.</param>
    public static bool OfHead(int columns) => columns <= MostColumns;
}
