using System;

namespace RnnGen;

/// <summary>
/// The sum of two or more values of equal width, unit by unit: <c>y = a + b + ...</c>, a skip around layers for instance (Keras'
/// <c>Add</c>). All are steps, or all are one vector a row; an input <see cref="InputAttribute.PerSequence"/> counts as both.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SumAttribute : LayerAttribute;

/// <summary>
/// The product of two or more values of equal width, unit by unit: <c>y = a·b·...</c>, a gate or a mask for instance (Keras'
/// <c>Multiply</c>). All are steps, or all are one vector a row; an input <see cref="InputAttribute.PerSequence"/> counts as both.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ProductAttribute : LayerAttribute;

/// <summary>
/// The values beside each other, or a range of columns of one (Keras' <c>Concatenate</c>). Any layer joins what it reads, so this is for a
/// joined value that has a name.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConcatenateAttribute : LayerAttribute;

/// <summary>
/// Gives a row's vector to every step of the row's length (Keras' <c>RepeatVector</c>); of a value with steps it takes the last valid one.
/// What follows reads steps again: an encoder's vector that a decoder unrolls.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RepeatAttribute : LayerAttribute;

/// <summary>A function of each number of what the layer reads: <c>y = f(x)</c>.</summary>
/// <param name="function">The function.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ActivationAttribute(Activation function) : LayerAttribute
{
    /// <summary>The function.</summary>
    public Activation Function { get; } = function;
}

/// <summary>
/// Drops a share of the features of what the layer reads, in training alone; the others are divided by 1 - rate (Srivastava et al. 2014).
/// </summary>
/// <param name="rate">The share that is dropped, 0 to below 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The share that is dropped.</summary>
    public double Rate { get; } = rate;

    /// <summary>
    /// Whether each row keeps its mask for all steps of a pass, [batch, units] (Gal and Ghahramani 2016); otherwise each step has its own,
    /// [batch, steps, units].
    /// </summary>
    public bool Variational { get; set; }
}
