using System;

namespace RnnGen;

/// <summary>What every recurrent layer can be told, whatever its cell.</summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class RecurrentLayerAttribute(int units) : WeightedLayerAttribute
{
    /// <summary>Size of the hidden state.</summary>
    public int Units { get; } = units;

    /// <summary>In which order the layer reads its steps; <see cref="Direction.Forward"/> unless set.</summary>
    public Direction Direction { get; set; }

    /// <summary>How the outputs of two directions become one; <see cref="Merge.Concatenate"/> unless set.</summary>
    public Merge Merge { get; set; }

    /// <summary>
    /// Whether the layer's input is added to its output, which must be equally wide (TensorFlow's <c>ResidualWrapper</c>); the state is
    /// untouched.
    /// </summary>
    public bool Residual { get; set; }

    /// <summary>
    /// Whether the states before the first step are parameters, <c>initial_h</c> [units] and so on, one set for all rows, that start at 0
    /// and are trained; otherwise they are zero. Initial states that a caller gives take their place, and no gradient reaches them then.
    /// </summary>
    public bool LearnedInitialState { get; set; }

    /// <summary>
    /// The name of a recurrent layer above whose final states, after each row's last valid step, are this layer's states before the first
    /// one, with gradients through them: a decoder that starts where its encoder ended (Sutskever et al. 2014). Both have the same states.
    /// Initial states that a caller gives do not reach this layer.
    /// </summary>
    public string? InitialState { get; set; }

    /// <summary>
    /// Share of the input's features that is dropped in training, 0 to below 1; the others are divided by 1 - rate, and prediction drops
    /// nothing (TensorFlow's <c>DropoutWrapper</c> with <c>input_keep_prob = 1 - rate</c>; Srivastava et al. 2014). 0 unless set.
    /// </summary>
    public double InputDropout { get; set; }

    /// <summary>
    /// Share of the new states that is dropped in training on their way to the next step; not of a state <c>c</c> beside others, and not of
    /// the layer's output (TensorFlow's <c>state_keep_prob</c>). 0 unless set.
    /// </summary>
    public double StateDropout { get; set; }

    /// <summary>
    /// Share of the output that is dropped in training, before a residual is added (TensorFlow's <c>output_keep_prob</c>). 0 unless set.
    /// </summary>
    public double OutputDropout { get; set; }

    /// <summary>
    /// Whether each row keeps its masks, [batch, units], for all steps of a pass (Gal and Ghahramani 2016; Keras' dropout and recurrent
    /// dropout). Otherwise each step has its own, [batch, steps, units]. TensorFlow's <c>variational_recurrent</c> has one mask for all
    /// rows.
    /// </summary>
    public bool VariationalDropout { get; set; }

    /// <summary>
    /// How the rows of the kernel start that belong to states (Keras' recurrent kernel), of all gates as one matrix; as the model's preset
    /// says unless set.
    /// </summary>
    public Initializer RecurrentInitializer { get; set; }

    /// <summary>The number of <see cref="RecurrentInitializer"/>, of kinds that take one.</summary>
    public double RecurrentInitializerValue { get; set; }
}

/// <summary>In which order a recurrent layer reads its steps.</summary>
public enum Direction
{
    /// <summary>From the first step to the last.</summary>
    Forward,

    /// <summary>
    /// From each row's last valid step to the first; the output of a step stands at that step's place. ONNX calls it <c>reverse</c>.
    /// </summary>
    Reverse,

    /// <summary>
    /// Two cells with parameters of their own, one in each order, as in TensorFlow's <c>bidirectional_dynamic_rnn</c>; the second
    /// starts at each row's last valid step.
    /// </summary>
    Bidirectional,
}

/// <summary>How the outputs of the two directions of a layer become one, with Keras' choices.</summary>
public enum Merge
{
    /// <summary>Beside each other, forward first: twice as wide.</summary>
    Concatenate,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Half their sum.</summary>
    Average,

    /// <summary>Their product, unit by unit.</summary>
    Product,
}
