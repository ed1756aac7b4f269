namespace RnnGen;

/// <summary>A function applied unit by unit. At a kink the derivative is that of TensorFlow and PyTorch: of relu 0 at 0.</summary>
public enum Activation
{
    /// <summary>x itself.</summary>
    Linear,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Logistic function, 1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x, or 0.01·x below zero (the slope of PyTorch and ONNX).</summary>
    LeakyRelu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x, or e^x - 1 below zero.</summary>
    Elu,

    /// <summary>Scaled exponential linear unit, Klambauer et al. 2017.</summary>
    Selu,

    /// <summary>log(1 + e^x).</summary>
    Softplus,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>0.2·x + 0.5 within [0, 1], as in ONNX and Keras 2.</summary>
    HardSigmoid,

    /// <summary>x / (1 + e^-x), also called SiLU.</summary>
    Swish,
}
