namespace RnnGen.Generator.Specification;

/// <summary>What a layer does with what it reads; named as the attributes, but for cells.</summary>
internal enum LayerRole
{
    /// <summary>A recurrent cell: it carries a state from step to step.</summary>
    Recurrent,
    LayerNorm,
    Dense,
    Activation,
    Dropout,
    Sum,
    Product,
    Concatenate,
    Repeat,
    Pooling,
}
