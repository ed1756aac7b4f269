namespace RnnGen.Generator.Specification;

/// <summary>What a layer does with what it reads; named as the attributes, but for cells.</summary>
internal enum LayerRole
{
    /// <summary>A recurrent cell: it carries a state from step to step.</summary>
    Recurrent,
    LayerNorm,
    Dense,

    /// <summary>A product with the steps of a window.</summary>
    Conv1D,
    Activation,
    Dropout,
    Sum,
    Product,
    Concatenate,
    Repeat,
    Pooling,
}
