namespace RnnGen;

/// <summary>
/// How new models start: as one of the frameworks would start the same network. It changes the first values of the parameters only,
/// never the equations, so files and other models fit whatever was chosen.
/// </summary>
public enum Initialization
{
    /// <summary>
    /// TensorFlow 1: kernels uniform with Glorot's limit over the fused matrix of inputs and states, biases 0, those of a GRU's gates 1.
    /// </summary>
    TensorFlow,

    /// <summary>
    /// Keras: rows of inputs uniform with Glorot's limit, rows of states orthogonal (one matrix over all gates), biases 0; the forget
    /// gate of an LSTM starts with a bias of 1 all told, whatever <see cref="LstmAttribute.ForgetBias"/> adds of it.
    /// </summary>
    Keras,

    /// <summary>
    /// PyTorch: everything uniform, limit 1 / √units, of dense layers 1 / √inputs; the forget gate of an LSTM starts with a bias around
    /// 0 all told, whatever <see cref="LstmAttribute.ForgetBias"/> adds. PyTorch draws two biases and adds them; here it is one of them.
    /// </summary>
    PyTorch,
}

/// <summary>
/// How the kernel, the recurrent kernel or the bias of one layer starts. Fan in and fan out are rows and columns of the block (of all
/// gates together), of a bias its size.
/// </summary>
public enum Initializer
{
    /// <summary>As the model's <see cref="RnnModelAttribute.Initialization"/> says.</summary>
    Preset,

    /// <summary>All 0.</summary>
    Zeros,

    /// <summary>All 1.</summary>
    Ones,

    /// <summary>All equal to the value.</summary>
    Constant,

    /// <summary>Uniform in ± the value.</summary>
    Uniform,

    /// <summary>Normal, its standard deviation the value.</summary>
    Normal,

    /// <summary>Normal, its standard deviation the value, cut at two of them (TensorFlow's <c>truncated_normal</c>).</summary>
    TruncatedNormal,

    /// <summary>Uniform, limit √(6 / (fan in + fan out)) (Glorot and Bengio 2010).</summary>
    GlorotUniform,

    /// <summary>Truncated normal, deviation √(2 / (fan in + fan out)) after the cut (Glorot and Bengio 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform, limit √(6 / fan in) (He, Zhang, Ren, Sun 2015).</summary>
    HeUniform,

    /// <summary>Truncated normal, deviation √(2 / fan in) after the cut (He, Zhang, Ren, Sun 2015).</summary>
    HeNormal,

    /// <summary>Uniform, limit √(3 / fan in) (LeCun, Bottou, Orr, Müller 1998).</summary>
    LecunUniform,

    /// <summary>Truncated normal, deviation √(1 / fan in) after the cut (LeCun, Bottou, Orr, Müller 1998).</summary>
    LecunNormal,

    /// <summary>
    /// The value, 1 unless set, times a matrix with orthonormal columns or rows (Saxe, McClelland, Ganguli 2014); not for a bias.
    /// </summary>
    Orthogonal,

    /// <summary>Uniform, limit 1 / √units, of dense layers 1 / √inputs: PyTorch's.</summary>
    InverseRootUniform,
}
