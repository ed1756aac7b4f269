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

    /// <summary>The largest value of each feature over the steps of a window.</summary>
    MaxPool1D,

    /// <summary>The mean of each feature over them.</summary>
    AveragePool1D,
    Activation,
    Dropout,
    Sum,
    Product,
    Concatenate,
    Repeat,
    Pooling,
}
