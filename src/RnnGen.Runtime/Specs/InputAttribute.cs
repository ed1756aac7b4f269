using System;

namespace RnnGen;

/// <summary>
/// A named input, in place of <see cref="RnnModelAttribute.InputSize"/>: above all layers, in the order in which batches have their
/// columns. <see cref="SequenceBatch"/> has the inputs of every step side by side, [batch, steps, sum of sizes], and those of whole
/// sequences in a span of their own, [batch, sum of sizes]. The first layer reads all of them unless its
/// <see cref="LayerAttribute.From"/> says otherwise.
/// </summary>
/// <param name="name">Its name: a letter, then letters, digits or underscores.</param>
/// <param name="size">Number of features.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(string name, int size) : Attribute
{
    /// <summary>The input's name.</summary>
    public string Name { get; } = name;

    /// <summary>Number of features.</summary>
    public int Size { get; } = size;

    /// <summary>Whether a row has one vector for the whole sequence, which every step sees; otherwise one for each step.</summary>
    public bool PerSequence { get; set; }
}
