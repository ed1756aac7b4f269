using System;

namespace RnnGen;

/// <summary>
/// A long short-term memory layer with the equations of TensorFlow 1's <c>LSTMCell</c>: kernel <c>[input + units, 4·units]</c>,
/// gate order i, j, f, o; <c>c' = σ(f + ForgetBias)·c + σ(i)·tanh(j)</c>, <c>h' = σ(o)·tanh(c')</c>.
/// </summary>
/// <param name="units">Size of the cell state, and of the hidden state unless it is projected.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Added to the forget gate when the network runs; the stored bias starts at 0. 1 unless set.</summary>
    public double ForgetBias { get; set; } = 1;

    /// <summary>
    /// Whether the gates see the cell state through one weight a unit (Gers and Schmidhuber 2000; TensorFlow's <c>use_peepholes</c>):
    /// i and f the state before the step, o the one after it.
    /// </summary>
    public bool Peepholes { get; set; }

    /// <summary>
    /// The cell state is kept within ± this after each step, before its activation (TensorFlow's <c>cell_clip</c>); no clip unless set.
    /// 0 holds the state at 0. Where it clips, no gradient flows.
    /// </summary>
    public double CellClip { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// Size of the hidden state after a linear projection <c>h' = m·P</c> without bias (TensorFlow's <c>num_proj</c>, PyTorch's
    /// <c>proj_size</c>); no projection unless set. The recurrent input is the projected state.
    /// </summary>
    public int Projection { get; set; }

    /// <summary>
    /// The projected state is kept within ± this (TensorFlow's <c>proj_clip</c>); no clip unless set. Needs <see cref="Projection"/>.
    /// </summary>
    public double ProjectionClip { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// Whether the input gate is 1 - f, so that the kernel has the three blocks j, f, o (Greff et al. 2015; TensorFlow's
    /// <c>CoupledInputForgetGateLSTMCell</c>).
    /// </summary>
    public bool CoupledGates { get; set; }

    /// <summary>
    /// Whether the products of each gate, and the new cell state, are normalised over the units of a row, then multiplied by a learned
    /// gain and shifted (Ba, Kiros, Hinton 2016, in the form of TensorFlow's <c>LayerNormBasicLSTMCell</c>): the normalised cell state
    /// is carried to the next step, and there is no bias.
    /// </summary>
    public bool LayerNorm { get; set; }

    /// <summary>
    /// What <see cref="LayerNorm"/> adds to a variance; 1e-3 unless set, as Keras' <c>LayerNormalization</c> does. TensorFlow's cell has
    /// 1e-12, with which sequences that begin with zeros have gradients beyond float: the products of zeros have no variance.
    /// </summary>
    public double LayerNormEpsilon { get; set; } = 1e-3;

    /// <summary>The function of the candidate j and of the cell state on its way out; <see cref="Activation.Tanh"/> unless set.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;

    /// <summary>Whether there is a bias; <see langword="true"/> unless set.</summary>
    public bool Bias { get; set; } = true;
}
