using System;

namespace RnnGen;

/// <summary>
/// A convolution over time (Keras' <c>Conv1D</c> with <c>padding="causal"</c> or <c>"same"</c>): at each step
/// <c>y(t) = f(Σ x(t - (kernel - 1 - k)·dilation)·W(k) + b)</c> over k = 0..kernel - 1, kernel <c>[kernel, input, units]</c>, its last
/// matrix for the step itself, f the identity unless <see cref="Activation"/> says otherwise. It keeps the number of steps:
/// [batch, steps, input] to [batch, steps, units]. Before the first step and past a row's length the inputs count as zeros.
/// </summary>
/// <remarks>
/// A causal layer streams: its state is the (kernel - 1)·dilation inputs before the step, <c>past</c>, the oldest first, which calls of
/// <c>Step</c> and batches that continue hand on as they do other states. With <see cref="TimePadding.Same"/> it sees steps that are yet to
/// come, so that its model has no <c>Step</c>.
/// </remarks>
/// <param name="units">Number of outputs (Keras' <c>filters</c>).</param>
/// <param name="kernel">Steps that it sees.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv1DAttribute(int units, int kernel) : WeightedLayerAttribute
{
    /// <summary>Number of outputs.</summary>
    public int Units { get; } = units;

    /// <summary>Steps that it sees.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Steps from one of these to the next (Keras' <c>dilation_rate</c>; van den Oord et al. 2016); 1 unless set.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Where the steps lie that it sees; <see cref="TimePadding.Causal"/> unless set.</summary>
    public TimePadding Padding { get; set; }

    /// <summary>The function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether a bias is added; <see langword="true"/> unless set to <see langword="false"/>.</summary>
    public bool Bias { get; set; } = true;
}
