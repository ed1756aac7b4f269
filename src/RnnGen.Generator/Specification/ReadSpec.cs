namespace RnnGen.Generator.Specification;

/// <summary>A range of columns of a value that a layer or a head reads.</summary>
/// <param name="Source">Index of the layer whose value it is; or <see cref="Inputs"/>, or <see cref="SequenceInputs"/>.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="Columns">Number of columns.</param>
internal sealed record ReadSpec(int Source, int FirstColumn, int Columns)
{
    /// <summary>How often the columns stand side by side in what is read.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The inputs of every step.</summary>
    public const int Inputs = -1;

    /// <summary>The inputs of whole sequences.</summary>
    public const int SequenceInputs = -2;
}
