using System;

namespace RnnGen;

/// <summary>
/// The largest value of each feature over the steps of a window, at every step (Keras' <c>MaxPooling1D</c> with <c>strides=1</c>; PyTorch's
/// <c>MaxPool1d</c> with <c>stride=1</c>): <c>y(t) = max(x(t - size + 1), ..., x(t))</c>, [batch, steps, features] as it is read. Steps
/// before the first one, and past a row's length, take no part. Of equal values the first step receives the gradient.
/// </summary>
/// <remarks>
/// A causal layer streams: its state is the size - 1 inputs before the step, <c>past</c>, the oldest first, and behind them the number of
/// those that there were, so that the zero state is that of no steps at all.
/// </remarks>
/// <param name="size">Steps of the window.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool1DAttribute(int size) : LayerAttribute
{
    /// <summary>Steps of the window.</summary>
    public int Size { get; } = size;

    /// <summary>Where they lie; <see cref="TimePadding.Causal"/> unless set.</summary>
    public TimePadding Padding { get; set; }
}

/// <summary>
/// The mean of each feature over the steps of a window, at every step (Keras' <c>AveragePooling1D</c> with <c>strides=1</c> and
/// <c>padding="same"</c>; PyTorch's <c>AvgPool1d</c> with <c>count_include_pad=False</c>):
/// <c>y(t) = (x(t - size + 1) + ... + x(t)) / n</c>, [batch, steps, features] as it is read. n counts the steps that there are: those
/// before the first one, and past a row's length, take no part.
/// </summary>
/// <remarks>Its state is that of <see cref="MaxPool1DAttribute"/>.</remarks>
/// <param name="size">Steps of the window.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AveragePool1DAttribute(int size) : LayerAttribute
{
    /// <summary>Steps of the window.</summary>
    public int Size { get; } = size;

    /// <summary>Where they lie; <see cref="TimePadding.Causal"/> unless set.</summary>
    public TimePadding Padding { get; set; }
}
