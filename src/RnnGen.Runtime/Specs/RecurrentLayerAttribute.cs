using System;

namespace RnnGen;

/// <summary>What every recurrent layer can be told, whatever its cell.</summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class RecurrentLayerAttribute(int units) : Attribute
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
