using System;

namespace RnnGen;

/// <summary>
/// Reads tokens, integers from 0 to <see cref="Vocabulary"/> - 1, and hands up a learned row of a table for each:
/// <c>x = table[token]</c>, table <c>[vocabulary, units]</c> (PyTorch's <c>nn.Embedding</c>, Keras' <c>Embedding</c>, TensorFlow's
/// <c>embedding_lookup</c>). The first layer of a model, whose inputs are then a <see cref="TokenBatch"/>; <c>InputSize</c> is left out.
/// </summary>
/// <param name="vocabulary">Number of tokens, rows of the table.</param>
/// <param name="units">Features of a token, columns of the table.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingAttribute(int vocabulary, int units) : Attribute
{
    /// <summary>Number of tokens.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Features of a token.</summary>
    public int Units { get; } = units;

    /// <summary>The name by which layers read its value, and the stem of the table's name; <c>embedding</c> unless set.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// A token whose row starts at 0 and receives no gradient (PyTorch's <c>padding_idx</c>); none unless set. Rows of different lengths
    /// need none: what stands past a row's length is not looked at.
    /// </summary>
    public int PaddingToken { get; set; }

    /// <summary>How the table starts, fan in the vocabulary and fan out the units; as the model's preset says unless set.</summary>
    public Initializer TableInitializer { get; set; }

    /// <summary>The number of <see cref="TableInitializer"/>, of kinds that take one.</summary>
    public double TableInitializerValue { get; set; }
}
