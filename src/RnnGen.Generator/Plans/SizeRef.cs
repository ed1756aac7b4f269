namespace RnnGen.Generator.Plans;

/// <summary>A constant of the generated code that holds a size.</summary>
/// <param name="Owner">What is measured: a layer, a stage, a value of every step.</param>
/// <param name="Kind">Which of its sizes.</param>
internal sealed record SizeRef(string Owner, SizeKind Kind)
{
    /// <summary>Numbers of one step of a model's input, a public constant of the class.</summary>
    public static readonly SizeRef Input = new("Input", SizeKind.Size);

    /// <summary>Numbers of a model's inputs of whole sequences, a public constant of the class.</summary>
    public static readonly SizeRef SequenceInput = new("SequenceInput", SizeKind.Size);

    /// <summary>The same size, padded to whole vectors.</summary>
    public SizeRef Padded => this with { Kind = SizeKind.Stride };
}

/// <summary>Which size a constant holds; its name ends so.</summary>
internal enum SizeKind
{
    /// <summary>Of what users see.</summary>
    Size,
    Units,

    /// <summary>Units, padded to whole vectors.</summary>
    Stride,

    /// <summary>All blocks of a matrix product, each padded to whole vectors.</summary>
    Columns,
}
