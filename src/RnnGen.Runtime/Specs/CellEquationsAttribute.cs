using System;

namespace RnnGen;

/// <summary>
/// The equations of a recurrent cell, on a class that derives from <see cref="RecurrentCellAttribute"/>: what the generator compiles
/// into the forward pass and differentiates into the backward pass, as it does for the layers that come with it.
/// </summary>
/// <remarks>
/// <para>
/// A statement a line, comments after <c>//</c> or <c>#</c>. Every value has one number per unit; <c>x</c> is the layer's input.
/// </para>
/// <list type="bullet">
/// <item>
/// <c>state h</c>: a state carried from step to step, zero at the start; <c>h' = expression</c> gives its value after the step.
/// </item>
/// <item><c>zf, zk = [x, h] * kernel + bias</c>: a matrix product on joined operands, with a parameter <c>kernel</c>
/// [widths of the operands, blocks · units] that starts in Glorot's uniform limit and a parameter <c>bias</c> that starts at 0, at 1 as
/// <c>bias(1)</c>, or is left out.</item>
/// <item><c>vector w = 0.5</c>: one learned value per unit, used in expressions; starts at 0 where nothing is said.</item>
/// <item><c>f = sigmoid(zf + 1)</c>: expressions of names, numbers, + - * /, parentheses and functions, unit by unit.</item>
/// <item><c>output h'</c>: what the layer hands up; <c>h'</c> where nothing is said.</item>
/// </list>
/// </remarks>
/// <param name="text">The equations.</param>
/// <example>
/// <code>
/// [CellEquations("""
///     state h
///     zf, zk = [x, h] * kernel + bias
///     f = sigmoid(zf + 1)
///     k = tanh(zk)
///     h' = f*h + (1 - f)*k
///     """)]
/// public sealed class MinimalGatedAttribute(int units) : RecurrentCellAttribute(units);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CellEquationsAttribute(string text) : Attribute
{
    /// <summary>The equations.</summary>
    public string Text { get; } = text;
}
