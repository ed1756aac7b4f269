namespace RnnGen.Generator.Specification;

/// <summary>How new models start; the names and numbers of the runtime's enum Initialization.</summary>
internal enum Initialization
{
    TensorFlow,
    Keras,
    PyTorch,
}

/// <summary>How a part of a layer starts; the names and numbers of the runtime's enum Initializer.</summary>
internal enum Initializer
{
    Preset,
    Zeros,
    Ones,
    Constant,
    Uniform,
    Normal,
    TruncatedNormal,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    Orthogonal,
    InverseRootUniform,
}

/// <summary>What a layer says of its start, each null where the model's preset counts.</summary>
/// <param name="Kernel">Rows of the inputs.</param>
/// <param name="Recurrent">Rows of the states.</param>
/// <param name="Bias">The bias.</param>
internal sealed record LayerInitializers(InitializerSpec? Kernel, InitializerSpec? Recurrent, InitializerSpec? Bias);

/// <summary>One initializer and its number, where it takes one.</summary>
internal sealed record InitializerSpec(Initializer Kind, double Value);
