using System;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks the attribute of an embedding.</summary>
internal sealed class EmbeddingParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    /// <summary>Short name of the attribute.</summary>
    public const string Name = "Embedding";

    /// <summary>The embedding; null where the attribute itself does not compile, or cannot stand where it stands.</summary>
    /// <param name="previous">The attribute before it as one writes it, or null for the first.</param>
    public EmbeddingSpec? Parse(string? previous)
    {
        if (attribute.Positional(0) is not int vocabulary || attribute.Positional(1) is not int units)
        {
            return null;
        }

        CheckSize(0, "The vocabulary of [Embedding]", vocabulary, Limits.Vocabulary);
        CheckSize(1, "The number of units of [Embedding]", units, Limits.Units);
        int? padding = attribute.Named("PaddingToken") as int?;
        if (padding is int token && vocabulary > 0 && (token < 0 || token >= vocabulary))
        {
            report(Descriptors.SizeOutOfRange, attribute.ArgumentLocation("PaddingToken"), ["PaddingToken", token, 0, vocabulary - 1]);
        }

        EmbeddingSpec embedding = new(vocabulary, units, padding, new InitializerParser(attribute, report).Table())
        {
            Name = attribute.Named("Name") as string ?? "embedding",
        };
        if (previous is not null)
        {
            report(Descriptors.EmbeddingNotFirst, attribute.Location, [embedding.Text, previous]);
            return null;
        }

        return embedding;
    }

    private void CheckSize(int position, string what, int size, int largest)
    {
        if (size < 1 || size > largest)
        {
            report(Descriptors.SizeOutOfRange, attribute.PositionalLocation(position), [what, size, 1, largest]);
        }
    }
}
