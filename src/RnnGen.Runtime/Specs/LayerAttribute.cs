using System;

namespace RnnGen;

/// <summary>
/// What every layer can be told: its name, and what it reads. Without either, layers are a stack: each reads the one above it in the list
/// of attributes, the first one the inputs.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The name of the layer's value, a letter, then letters, digits or underscores, by which layers below can read it. It takes the place
    /// of <c>lstm0</c> in names of parameters and of traced values.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The values that the layer reads, joined column by column in this order: names of layers above or of inputs (<c>"input"</c> where
    /// the inputs have no names), each with a range of its columns where that is written behind it, as in <c>"input[0..2]"</c>. Left out,
    /// it reads the layer above.
    /// </summary>
    public string[]? From { get; set; }
}
