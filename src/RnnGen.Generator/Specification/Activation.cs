namespace RnnGen.Generator.Specification;

/// <summary>Functions applied unit by unit; the names and numbers of the runtime's enum of the same name.</summary>
internal enum Activation
{
    Linear,
    Tanh,
    Sigmoid,
    Relu,
    LeakyRelu,
    Relu6,
    Elu,
    Selu,
    Softplus,
    Softsign,
    HardSigmoid,
    Swish,
}
