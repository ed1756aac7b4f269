using System;

namespace RnnGen;

/// <summary>
/// Declares a recurrent network on a partial class. The layers follow as attributes, read from top to bottom, each reading the one above:
/// recurrent layers (<see cref="RnnAttribute"/>, <see cref="LstmAttribute"/>, <see cref="GruAttribute"/>),
/// <see cref="DenseAttribute"/> and others, then an optional loss (<see cref="LossAttribute"/>); or several heads, each opened by a
/// <see cref="HeadAttribute"/>. Layers with a <see cref="LayerAttribute.Name"/> can be read from anywhere below, so that the network is a
/// graph (<see cref="LayerAttribute.From"/>); <see cref="InputAttribute"/> gives it several inputs.
/// </summary>
/// <remarks>
/// With <see cref="Steps"/> the network is static, its time steps unrolled in the generated source (TensorFlow 1's
/// <c>static_rnn</c>); without, it is dynamic: one loop over any number of steps (<c>dynamic_rnn</c>). Both have the same
/// parameters and compute the same bits.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RnnModelAttribute : Attribute
{
    /// <summary>
    /// Number of input features of one step, at least 1; required unless an <see cref="InputAttribute"/> or an
    /// <see cref="EmbeddingAttribute"/> says it.
    /// </summary>
    public int InputSize { get; set; }

    /// <summary>Number of time steps of a static network; left out for a dynamic one.</summary>
    public int Steps { get; set; }

    /// <summary>
    /// Whether backpropagation and a trainer are generated; <see langword="true"/> unless set to <see langword="false"/>.
    /// </summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// Whose way of starting the parameters of a new model is followed; TensorFlow 1's unless set. Layers may differ from it.
    /// </summary>
    public Initialization Initialization { get; set; }

    /// <summary>
    /// How the weights are kept for prediction; floats unless set. Training is in floats whatever is chosen, and the parameters fit
    /// a class that differs in this alone.
    /// </summary>
    public WeightStorage Weights { get; set; }

    /// <summary>
    /// An ONNX file whose network and weights the class has, instead of layers as attributes: one of the project's
    /// <c>&lt;RnnWeights Include="..." /&gt;</c>, named by its path or the end of it. The build puts the weights into the assembly, and a
    /// new model has them; nothing is read at run time. Such a class predicts and does not train; what of ONNX can be read is told in
    /// docs/onnx.md.
    /// </summary>
    public string? FromOnnx { get; set; }
}
